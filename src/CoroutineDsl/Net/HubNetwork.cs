namespace CoroutineDsl.Net;

/// <summary>What a hub has of the network, from its first socket or name on.</summary>
internal static class HubNetwork
{
    private static readonly HubSlot<SelectorPoller> s_poller = new(MakePoller);
    private static readonly HubSlot<NameCache> s_names = new(hub => new NameCache(hub));

    extension(Hub hub)
    {
        /// <summary>What the hub waits in.</summary>
        internal Selector Selector => s_poller.Of(hub).Selector;

        /// <summary>The selector's side of the loop.</summary>
        internal SelectorPoller SelectorPoller => s_poller.Of(hub);

        /// <summary>The names it has looked up.</summary>
        internal NameCache Names => s_names.Of(hub);
    }

    private static SelectorPoller MakePoller(Hub hub)
    {
        var poller = new SelectorPoller(hub.Options.Selector?.Invoke() ?? Selector.Default(), hub.Options.MaxSpinTime);
        hub.Inbox.UsePoller(poller);
        return poller;
    }
}

using CoroutineDsl.Net;

namespace CoroutineDsl;

public sealed partial class Hub
{
    private Selector? _selector;

    /// <summary>What the hub waits in, from its first socket on.</summary>
    internal Selector Selector => _selector ??= MakeSelector();

    /// <summary>The selector's side of the loop.</summary>
    internal SelectorPoller? SelectorPoller { get; private set; }

    /// <summary>The names it has looked up.</summary>
    internal NameCache Names => field ??= new(this);

    /// <summary>What <see cref="CoConsole"/> has read ahead.</summary>
    internal StandardInput StandardInput => field ??= new(this);

    /// <summary>Whether it will never run again.</summary>
    internal bool IsDisposed { get; private set; }

    private Selector MakeSelector()
    {
        var selector = Options.Selector?.Invoke() ?? Selector.Default();
        UsePoller(SelectorPoller = new SelectorPoller(selector, Options.MaxSpinTime));
        return selector;
    }
}

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>As <see cref="OnEnd"/>, and called too where the hub is disposed of first: then it is not <see cref="IsReady"/>, and never will be. Once; on the thread that disposes of the hub, or on this one.</summary>
    internal void OnEndOrDisposal(Action<Greenlet> callback)
    {
        if (Hub.IsCurrent) Add();
        else Hub.Post(Add, () => callback(this));

        void Add()
        {
            if (IsReady) callback(this);
            else if (IsRegistered) More.Waiters.Add(new EndOrDisposalNode(this, callback));
            else AddUnstarted(callback);
        }
    }

    /// <summary>The hub has been disposed of, and has not ended this one: tells whoever is not of the hub. On the thread that disposed of it.</summary>
    internal void HubIsGone()
    {
        for (var waiter = Extras?.Waiters.First; waiter is not null; waiter = waiter.Next) (waiter as EndNode)?.HubIsGone();
        for (var frame = Leaf; frame is not null; frame = frame.Caller) frame.HubIsGone();
        if (State.IsParked) Source?.HubIsGone(this);
        if (Extras is { } extras && Volatile.Read(ref extras.Token) is { } token) Hub.CancelElsewhere(token, this);
    }

    /// <summary>What a task for it fails with.</summary>
    internal ObjectDisposedException LeftByHub() => Hub.Left(Name);

    private bool IsRegistered => Slot >= 0;

    /// <summary>The hub does not know one that was never started.</summary>
    private void AddUnstarted(Action<Greenlet> callback)
    {
        Action gone = () =>
        {
            if (!IsRegistered) callback(this);
        };
        Hub.Inbox.Disposal.Add(gone);
        More.Waiters.Add(new EndOrDisposalNode(this, greenlet =>
        {
            Hub.Inbox.Disposal.Remove(gone);
            callback(greenlet);
        }));
    }

    private sealed class EndOrDisposalNode(Greenlet source, Action<Greenlet> callback) : EndNode(source, callback)
    {
        public override void HubIsGone() => Wake();
    }
}

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Runs the callback with this greenlet when it has ended, in a greenlet of its own, in the order in which links were added; soon, if it has ended already. A link counts as having seen a failure.</summary>
    public void Link(Action<Greenlet> callback) => AddLink(callback, callback);

    /// <summary>As <see cref="Link"/>, only where the greenlet ends without a failure (a killed one does).</summary>
    public void LinkValue(Action<Greenlet> callback) => AddLink(callback, greenlet =>
    {
        if (greenlet.IsSuccessful) callback(greenlet);
    });

    /// <summary>As <see cref="Link"/>, only where the greenlet fails.</summary>
    public void LinkException(Action<Greenlet> callback) => AddLink(callback, greenlet =>
    {
        if (!greenlet.IsSuccessful) callback(greenlet);
    });

    /// <summary>Removes one link made with this callback by any of the <c>Link</c> methods, also after the end while it has not been called yet; nothing happens if there is none.</summary>
    public void Unlink(Action<Greenlet> callback)
    {
        Hub.CheckThread();
        if (Extras is { } extras && !Unlink(ref extras.Waiters, callback)) Unlink(ref extras.DueLinks, callback);
    }

    /// <summary>The greenlet's outcome as a task: completed, failed, or cancelled where it was killed; an <see cref="ObjectDisposedException"/> where its hub is disposed of before it has ended. Any thread.</summary>
    public Task AsTask()
    {
        var completion = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEndOrDisposal(greenlet => greenlet.Settle(completion, greenlet.Value));
        return completion.Task;
    }

    /// <summary>Calls back on the hub, inside the greenlet's last step: must neither wait nor throw. Any thread.</summary>
    internal void OnEnd(Action<Greenlet> callback)
    {
        if (Hub.IsCurrent) Add();
        else Hub.Post(Add);

        void Add()
        {
            if (IsReady) callback(this);
            else More.Waiters.Add(new EndNode(this, callback));
        }
    }

    internal void Settle<T>(TaskCompletionSource<T> completion, T value)
    {
        if (!IsReady) completion.SetException(LeftByHub());
        else if (Exception is { } failure) completion.SetException(failure);
        else if (IsKilled) completion.SetCanceled();
        else completion.SetResult(value);
    }

    private static bool Unlink(ref WaiterList links, Action<Greenlet> callback)
    {
        for (var waiter = links.First; waiter is not null; waiter = waiter.Next)
        {
            if (waiter is not LinkNode link || !link.Callback.Equals(callback)) continue;
            links.Remove(link);
            link.IsRemoved = true;
            return true;
        }

        return false;
    }

    private void AddLink(Action<Greenlet> callback, Action<Greenlet> run)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Hub.CheckThread();
        var link = new LinkNode(this, callback, run);
        if (IsReady) link.Wake();
        else More.Waiters.Add(link);
    }

    /// <summary>A user's callback in the list of those who wait for the end.</summary>
    private sealed class LinkNode(Greenlet source, Action<Greenlet> callback, Action<Greenlet> run) : Waiter
    {
        private readonly ExecutionContext? _context = FlowingContext.ToFlow();

        public Action<Greenlet> Callback => callback;

        public bool IsRemoved { get; set; }

        internal override void Wake()
        {
            source.State.Observe();
            source.More.DueLinks.Add(this);
            source.Hub.SpawnCallback(Call, "link", _context);
        }

        private void Call()
        {
            if (IsRemoved) return;
            source.Extras!.DueLinks.Remove(this);
            run(source);
        }
    }

    /// <summary>The library's own callback in the list of those who wait for the end.</summary>
    internal class EndNode(Greenlet source, Action<Greenlet> callback) : Waiter
    {
        /// <summary>The hub was disposed of first.</summary>
        public virtual void HubIsGone()
        {
        }

        internal sealed override void Wake() => callback(source);
    }
}

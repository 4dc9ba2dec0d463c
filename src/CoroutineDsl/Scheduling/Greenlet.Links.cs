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

    /// <summary>Removes one link made with this callback by any of the <c>Link</c> methods; nothing happens if there is none.</summary>
    public void Unlink(Action<Greenlet> callback)
    {
        Hub.CheckThread();
        for (var waiter = Extras?.Waiters.First; waiter is not null; waiter = waiter.Next)
        {
            if (waiter is not LinkNode link || !link.Callback.Equals(callback)) continue;
            Extras!.Waiters.Remove(link);
            return;
        }
    }

    /// <summary>The greenlet's outcome as a task: completed, failed, or cancelled where it was killed. Any thread.</summary>
    public Task AsTask()
    {
        var completion = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        OnEnd(greenlet => greenlet.Settle(completion, greenlet.Value));
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
        if (Exception is { } failure) completion.SetException(failure);
        else if (Extras?.Exception is GreenletExit) completion.SetCanceled();
        else completion.SetResult(value);
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
        public Action<Greenlet> Callback => callback;

        internal override void Wake()
        {
            source.Flags |= GreenletFlags.Observed;
            source.Hub.SpawnCallback(() => run(source), "link");
        }

        internal override void TimerDue() => throw new InvalidOperationException("A link has no timer.");
    }

    /// <summary>The library's own callback in the list of those who wait for the end.</summary>
    private sealed class EndNode(Greenlet source, Action<Greenlet> callback) : Waiter
    {
        internal override void Wake() => callback(source);

        internal override void TimerDue() => throw new InvalidOperationException("A link has no timer.");
    }
}

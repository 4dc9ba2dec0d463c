namespace CoroutineDsl;

/// <summary>What <c>Greenlet.Wait</c> and <c>Greenlet.IterateReady</c> wait for: greenlets, events, results, semaphores.</summary>
public interface IWaitable
{
    /// <summary>Whether there is nothing to wait for.</summary>
    internal bool HasCome { get; }

    /// <summary>Whether it may come from a thread that no hub knows of.</summary>
    internal bool IsExternal => false;

    /// <summary>The waiter is woken once, when it has come.</summary>
    internal void Add(Waiter waiter);

    /// <summary>The waiter does not wait any longer. It has not been woken.</summary>
    internal void Remove(Waiter waiter);
}

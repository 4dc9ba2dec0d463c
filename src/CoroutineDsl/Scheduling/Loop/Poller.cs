namespace CoroutineDsl;

/// <summary>Where an idle hub waits: for its next timer, for a post from another thread and, once the hub has sockets, for them.</summary>
internal abstract class Poller : IDisposable
{
    /// <summary>How many sockets it watches.</summary>
    public virtual int SocketCount => 0;

    /// <summary>Waits at most so long (negative: without end; zero: only looks), and delivers what has happened on the calling thread.</summary>
    public abstract void Poll(TimeSpan timeout);

    /// <summary>Ends the current <see cref="Poll"/>, or the next one at once. Any thread.</summary>
    public abstract void Wake();

    public abstract void Dispose();
}

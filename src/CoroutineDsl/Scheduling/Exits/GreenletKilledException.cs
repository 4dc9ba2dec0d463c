namespace CoroutineDsl;

/// <summary>
/// Thrown where somebody asks for the result of a greenlet that was killed and so has none: <c>Get</c>, <c>Await</c>, <c>Map</c>, <c>JoinAll</c> with <c>raiseError</c>. An ordinary exception.
/// <see cref="Exception.InnerException"/> is the exit that the greenlet ended with.
/// </summary>
public sealed class GreenletKilledException : Exception
{
    internal GreenletKilledException(Greenlet greenlet, GreenletExit exit)
        : base($"{greenlet.Name} was killed, and has no result.", exit) => Greenlet = greenlet;

    /// <summary>Who was killed.</summary>
    public Greenlet Greenlet { get; }
}

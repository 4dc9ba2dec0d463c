namespace CoroutineDsl;

/// <summary>The main program waits, and nothing can ever wake it: every greenlet is parked, with no timer, socket or task pending. The message lists them.</summary>
public sealed class LoopExitException : InvalidOperationException
{
    internal LoopExitException(string message)
        : base(message)
    {
    }
}

namespace CoroutineDsl;

/// <summary>The barrier was aborted or reset, or a wait at it timed out.</summary>
public sealed class BrokenBarrierException : InvalidOperationException
{
    internal BrokenBarrierException()
        : base("The barrier is broken.")
    {
    }
}

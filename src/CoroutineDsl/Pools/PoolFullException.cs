namespace CoroutineDsl;

/// <summary>The pool had no room within the timeout.</summary>
public sealed class PoolFullException : InvalidOperationException
{
    internal PoolFullException()
        : base("The pool is full.")
    {
    }
}

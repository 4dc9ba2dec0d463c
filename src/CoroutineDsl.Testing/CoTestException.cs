namespace CoroutineDsl.Testing;

/// <summary>A test has failed for a reason of its own: it hung, it left greenlets behind, a failure was seen by nobody, or a block switched that must not.</summary>
public sealed class CoTestException : Exception
{
    internal CoTestException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

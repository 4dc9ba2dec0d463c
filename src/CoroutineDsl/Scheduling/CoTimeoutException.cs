namespace CoroutineDsl;

/// <summary>
/// A deadline has passed. From a live <see cref="CoTimeout"/> scope it passes through <c>catch (Exception)</c> in a coroutine; name it to catch it, and compare
/// <see cref="Timeout"/> to know whose it is. From the timeout of a single call it is an ordinary exception.
/// </summary>
public sealed class CoTimeoutException : Exception
{
    internal CoTimeoutException(TimeSpan after, CoTimeout? timeout = null)
        : base($"Timed out after {after.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s.") => Timeout = timeout;

    /// <summary>The scope that ran out; <c>null</c> where it was the timeout of a single call.</summary>
    public CoTimeout? Timeout { get; }
}

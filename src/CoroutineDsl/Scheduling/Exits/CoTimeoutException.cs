namespace CoroutineDsl;

/// <summary>
/// A deadline has passed. From a live <see cref="CoTimeout"/> scope, and in the greenlet that started it, it passes through <c>catch (Exception)</c> in a coroutine; name it to catch it, and compare
/// <see cref="Timeout"/> to know whose it is. From the timeout of a single call, after its scope was left, and in any other greenlet it is an ordinary exception.
/// </summary>
public sealed class CoTimeoutException : TimeoutException
{
    private readonly CoTimeout? _scope;

    internal CoTimeoutException(TimeSpan after, CoTimeout? scope = null)
        : base($"Timed out after {after.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture)} s.") => _scope = scope;

    /// <summary>The scope that ran out; <c>null</c> where it was the timeout of a single call.</summary>
    /// <remarks>Whoever asks has caught it by name: in code that is not lowered that counts as <see cref="Accept"/>.</remarks>
    public CoTimeout? Timeout
    {
        get
        {
            if (_scope is not null) Accept();
            return _scope;
        }
    }

    /// <summary>As <see cref="Timeout"/>, without the meaning of a question.</summary>
    internal CoTimeout? Scope => _scope;

    /// <summary>Caught by name, and the greenlet goes on: in code that is not lowered it does not come again. Lowered code does not need this.</summary>
    public void Accept() => Hub.Here?.CurrentGreenlet.Accept(this);
}

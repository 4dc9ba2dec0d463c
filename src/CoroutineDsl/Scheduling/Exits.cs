namespace CoroutineDsl;

/// <summary>Which exceptions are not ordinary: those that gevent derives from BaseException.</summary>
internal static class Exits
{
    /// <summary>A kill, or the deadline of a scope that has not been left: it passes through <c>catch (Exception)</c> in a coroutine.</summary>
    public static bool IsExit(Exception exception) => exception is GreenletExit or CoTimeoutException { Timeout.IsLive: true };
}

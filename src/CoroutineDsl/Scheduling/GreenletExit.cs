namespace CoroutineDsl;

/// <summary>
/// What <see cref="Greenlet.Kill(Exception?, TimeSpan?)"/> throws in a greenlet. It passes through <c>catch (Exception)</c> in a coroutine, as gevent's does through <c>except Exception</c>; name it to catch it.
/// A greenlet that ends with it ended successfully.
/// </summary>
public class GreenletExit : Exception
{
    /// <summary>Makes one with the default message.</summary>
    public GreenletExit()
        : base("The greenlet was killed.")
    {
    }

    /// <summary>Makes one with a message.</summary>
    public GreenletExit(string message)
        : base(message)
    {
    }
}

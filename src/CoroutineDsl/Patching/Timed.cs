using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Patching;

/// <summary>The timeouts of blocking calls, for the hub's clock.</summary>
internal static class Timed
{
    /// <summary>The timeout of <c>Wait(int)</c> and its like.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not -1, as for the blocking call.</exception>
    public static long Ticks(int milliseconds, [CallerArgumentExpression(nameof(milliseconds))] string name = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, System.Threading.Timeout.Infinite, name);
        return milliseconds < 0 ? Timeouts.None : milliseconds * TimeSpan.TicksPerMillisecond;
    }

    /// <summary>The timeout of <c>Wait(TimeSpan)</c> and its like.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative and not infinite, or more than <see cref="int.MaxValue"/> milliseconds, as for the blocking call.</exception>
    public static long Ticks(TimeSpan time, [CallerArgumentExpression(nameof(time))] string name = "")
    {
        var milliseconds = (long)time.TotalMilliseconds;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, System.Threading.Timeout.Infinite, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(milliseconds, int.MaxValue, name);
        return milliseconds < 0 ? Timeouts.None : time.Ticks;
    }

    /// <summary>The timeout of a socket, of which zero means none.</summary>
    public static long SocketTicks(int milliseconds) => milliseconds <= 0 ? Timeouts.None : milliseconds * TimeSpan.TicksPerMillisecond;

    /// <summary>What a blocking socket call does when its timeout has passed.</summary>
    public static SocketException Failure() => new((int)SocketError.TimedOut);
}

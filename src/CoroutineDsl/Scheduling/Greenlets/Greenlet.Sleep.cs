namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Waits for at least this long. Zero lets every greenlet that is ready now run first.</summary>
    /// <param name="time">How long; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> until killed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    [Patches(typeof(Thread), nameof(Thread.Sleep), Area = Patch.Thread, Strict = typeof(Patching.ThreadPatches))]
    public static Suspension Sleep(TimeSpan time) => time == TimeSpan.Zero ? Suspension.Turn : new(SleepSource.Instance, Timeouts.Ticks(time));

    /// <summary>As <see cref="Sleep(TimeSpan)"/>, in milliseconds.</summary>
    [Patches(typeof(Thread), nameof(Thread.Sleep), Area = Patch.Thread)]
    public static Suspension Sleep(int milliseconds = 0)
    {
        if (milliseconds == 0) return Suspension.Turn;
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, -1);
        return new(SleepSource.Instance, milliseconds < 0 ? Timeouts.None : milliseconds * TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Waits until nothing else is ready to run: until the hub would otherwise go to sleep.</summary>
    public static Suspension Idle() => new(IdleSource.Instance);

    [System.Diagnostics.StackTraceHidden]
    private sealed class IdleSource : WaitSource
    {
        public static readonly IdleSource Instance = new();

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            greenlet.Hub.Loop.IdleWaiters.Add(greenlet);
            greenlet.Park(this);
            return false;
        }

        internal override void Cancel(Greenlet greenlet) => greenlet.Hub.Loop.IdleWaiters.Remove(greenlet);

        internal override string Describe(Greenlet greenlet) => "the hub to be idle";
    }
}

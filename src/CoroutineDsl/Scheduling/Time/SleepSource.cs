namespace CoroutineDsl;

/// <summary>Waits for nothing but time.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class SleepSource : WaitSource
{
    public static readonly SleepSource Instance = new();

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        greenlet.Park(this, argument);
        return false;
    }

    internal override void Cancel(Greenlet greenlet)
    {
    }

    internal override void End(Greenlet greenlet) => greenlet.TakeTimedOut();

    internal override string Describe(Greenlet greenlet) => "time to pass";
}

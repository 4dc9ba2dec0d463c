using System.Runtime.CompilerServices;

namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>The operation that was waited for has stopped: the greenlet goes on, and its wait throws what it was given up for.</summary>
    internal void EndAbandonment()
    {
        Extras!.IsAbandoning = false;
        Wake();
    }

    /// <summary>The operation has completed although it was told to stop, and what it gave cannot be given back. Its wait has that value; what was to be thrown is thrown at the next wait.</summary>
    internal void KeepOutcome()
    {
        State.TakeTimedOut();
        if (!State.ThrowsNow) return;
        State.ClearThrow();
        ThrowLater(Extras!.TakeThrown().SourceException, Extras.ThrownBy, isFirst: true);
    }

    /// <summary>Does not wait any longer for an operation to stop; does nothing where none is being stopped.</summary>
    internal void SkipGrace()
    {
        if (Extras is not { IsAbandoning: true }) return;
        Source!.LetGo(this);
        EndAbandonment();
    }

    private protected void BeginAbandonment()
    {
        if (TimerIndex >= 0) Hub.Timers.Remove(this);
        More.IsAbandoning = true;
        var grace = Timeouts.Ticks(Hub.Options.AbandonGrace);
        if (grace == 0 || IsKilledHard) SkipGrace();
        else if (grace > 0) StartGrace(grace);
    }

    private void StartGrace(long ticks)
    {
        try
        {
            Hub.Timers.Add(this, Hub.DueIn(ticks));
        }
        catch (Exception exception)
        {
            Hub.Report(this, exception); // a clock of the user's has thrown: nobody would ever end the grace
            SkipGrace();
        }
    }

    private void EndGrace()
    {
        Hub.Failures.ReportAbandoned(WaitingGreenlet, Source!.Describe(this));
        SkipGrace();
    }
}

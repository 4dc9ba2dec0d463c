namespace CoroutineDsl;

/// <content>Exits on their way through frames and plain code.</content>
public partial class Greenlet
{
    /// <summary>
    /// Whether an exception is an exit here: a kill of this greenlet, or the exit of a scope that this greenlet opened and has not left. It passes through <c>catch (Exception)</c> in a coroutine.
    /// In any other greenlet, and after its scope was left, the same object is an ordinary exception.
    /// </summary>
    internal bool IsExit(Exception exception) => exception switch
    {
        CoTimeoutException { Scope: { } scope } => scope.IsLive && ReferenceEquals(scope.Greenlet, this),
        ScopeCancelledException { Scope: var scope } => scope.IsLive && ReferenceEquals(scope.Greenlet, this),
        GreenletExit exit => exit.WasDeliveredTo(this),
        _ => false,
    };

    /// <summary>
    /// For the filter of each catch clause of the library's own (of the user's: <see cref="Passes"/>): an exception is on its way to it. Filters run before every <c>finally</c> on that way, so plain code, whose <c>finally</c> blocks
    /// nobody has lowered, is shielded while an exit passes through it, and does not get it again. Always <c>true</c>.
    /// </summary>
    internal bool PassesThrough(Exception exception)
    {
        var isExit = IsExit(exception);
        var interrupts = (More.Interrupts ??= new());
        interrupts.Passing = exception;
        if (!isExit)
        {
            if (!interrupts.IsPassageShielded) return true;
            interrupts.IsPassageShielded = false; // a finally has thrown it in the place of an exit
            Unshield();
            return true;
        }

        interrupts.DoNotComeAgain(exception);
        if (!interrupts.IsPassageShielded)
        {
            interrupts.IsPassageShielded = true;
            Extras!.Shields++;
        }

        Heed();
        return true;
    }

    /// <summary>The exception has come to where the filter was: what it passed through is over.</summary>
    internal void Arrived()
    {
        if (Extras?.Interrupts is { Passing: not null } interrupts) EndPassage(interrupts);
    }

    /// <summary>Before plain code waits. What passes meanwhile has its own way; what was passing goes on afterwards.</summary>
    internal Passage SuspendPassage()
    {
        if (Extras?.Interrupts is not { } interrupts || (interrupts.Passing is null && !interrupts.HasGiven)) return default;
        var inFlight = ExceptionsInFlight.Current;
        if (interrupts.Passing is not null && !ExceptionsInFlight.AreAny) EndPassage(interrupts); // a finally threw another exception, which plain code has caught: nothing passes any more
        var passage = new Passage(interrupts.Passing, interrupts.IsPassageShielded, interrupts.InFlight, true);
        interrupts.Passing = null;
        interrupts.IsPassageShielded = false;
        if (inFlight != 0) interrupts.SetInFlight(inFlight, Hub.Time.GetTimestamp());
        Heed();
        return passage;
    }

    internal void ResumePassage(Passage passage)
    {
        if (!passage.IsSuspended || Extras?.Interrupts is not { } interrupts) return;
        if (interrupts.InFlight != passage.InFlight)
        {
            interrupts.SetInFlight(passage.InFlight, Hub.Time.GetTimestamp());
            Heed();
        }

        if (passage.Passing is null) return;
        if (interrupts.Passing is null) (interrupts.Passing, interrupts.IsPassageShielded) = (passage.Passing, passage.IsShielded);
        else if (passage.IsShielded) Unshield(); // another exception has come out of the wait, and takes its place
    }

    /// <summary>A filter where plain code gets an exception from a wait; never <c>true</c>. Nobody can keep that code from swallowing an exit, so it comes again at the next wait unless it is seen on its way out.</summary>
    /// <param name="exception">What it gets.</param>
    /// <param name="before">The exception that was in flight there when the wait began.</param>
    internal bool GivesToPlainCode(Exception exception, nint before)
    {
        if ((State.IsMain && exception is not ScopeCancelledException) || !IsExit(exception)) return false;
        var grace = Timeouts.Ticks(Hub.Options.AbandonGrace);
        (More.Interrupts ??= new()).ComeAgain(exception, new Interrupts.Hold(before, grace == Timeouts.None ? long.MaxValue : Hub.Clock.DueIn(grace)));
        Heed();
        return false;
    }

    /// <summary>The exception for which the code runs that waits now, on this thread or on the one that waits for it; zero: none.</summary>
    internal nint InFlight => ExceptionsInFlight.Current is var current and not 0 ? current : Extras?.Interrupts?.InFlight ?? 0;

    /// <summary>Throws the exit of the outermost cancelled scope, if one is heard here.</summary>
    internal void ThrowIfCancelledAround()
    {
        if (Extras?.Interrupts?.OutermostCancelled(ShieldCount) is { } outermost) throw outermost.NewExit();
    }

    /// <summary>An exit was caught by name.</summary>
    internal void Accept(Exception exit)
    {
        if (Extras?.Interrupts is not { } interrupts) return;
        interrupts.DoNotComeAgain(exit);
        Heed();
    }

    /// <summary>What was on its way when plain code began to wait.</summary>
    internal readonly record struct Passage(Exception? Passing, bool IsShielded, nint InFlight, bool IsSuspended);

    private void EndPassage(Interrupts interrupts)
    {
        interrupts.Passing = null;
        if (!interrupts.IsPassageShielded) return;
        interrupts.IsPassageShielded = false;
        Unshield();
    }
}

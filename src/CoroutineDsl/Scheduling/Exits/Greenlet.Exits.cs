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
        if (!isExit) return true;
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
    internal (Exception? Passing, bool IsShielded) SuspendPassage()
    {
        if (Extras?.Interrupts is not { Passing: not null } interrupts) return default;
        if (!ExceptionsInFlight.AreAny)
        {
            EndPassage(interrupts); // a finally threw another exception, which plain code has caught: nothing passes any more
            return default;
        }

        var passage = (interrupts.Passing, interrupts.IsPassageShielded);
        interrupts.Passing = null;
        interrupts.IsPassageShielded = false;
        return passage;
    }

    internal void ResumePassage((Exception? Passing, bool IsShielded) passage)
    {
        if (passage.Passing is null || Extras?.Interrupts is not { } interrupts) return;
        if (interrupts.Passing is null) (interrupts.Passing, interrupts.IsPassageShielded) = passage;
        else if (passage.IsShielded) Unshield(); // another exception has come out of the wait, and takes its place
    }

    /// <summary>A filter where plain code gets an exception from a wait; never <c>true</c>. Nobody can keep that code from swallowing an exit, so it comes again at the next wait unless it is seen on its way out.</summary>
    internal bool GivesToPlainCode(Exception exception)
    {
        if (State.IsMain || exception is ScopeCancelledException || !IsExit(exception)) return false;
        (More.Interrupts ??= new()).ComeAgain(exception);
        Heed();
        return false;
    }

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

    private void EndPassage(Interrupts interrupts)
    {
        interrupts.Passing = null;
        if (!interrupts.IsPassageShielded) return;
        interrupts.IsPassageShielded = false;
        Unshield();
    }
}

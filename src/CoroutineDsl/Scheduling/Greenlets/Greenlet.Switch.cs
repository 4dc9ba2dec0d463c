namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>
    /// Gives control to this greenlet at once, with a value, and waits until somebody switches back; the value of that switch. It starts a raw greenlet; one that waits in <see cref="Receive{T}"/> or
    /// <see cref="Switch"/> goes on there. When a raw greenlet ends, its result comes back to the greenlet that created it, or its failure is thrown there.
    /// </summary>
    /// <exception cref="InvalidOperationException">The greenlet waits for something else (from the wait).</exception>
    public Suspension<object?> Switch(object? value = null) => new(SwitchSource.Instance, 0, value is null ? this : new SwitchRequest(this, value, null));

    /// <summary>As <see cref="Switch"/>, but throws in the greenlet instead of giving it a value. One that has not started dies at once. From another thread than the hub's it is posted, nobody waits, and the value is <c>null</c>.</summary>
    public Suspension<object?> Throw(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        if (!Hub.IsCurrent)
        {
            Hub.Post(() => KillHere(exception));
            return new Suspension<object?>(value: null);
        }

        return new(SwitchSource.Instance, 0, new SwitchRequest(this, null, exception));
    }

    /// <summary>Gives control back to whoever switched here, and waits for the next <see cref="Switch"/>: its value. The value of the switch that started this greenlet, if it had one, is received first.</summary>
    /// <exception cref="InvalidCastException">The value is not a <typeparamref name="T"/> (from the wait).</exception>
    public static Suspension<T> Receive<T>() => new(ReceiveSource<T>.Instance);

    private bool WaitsInSwitch => State.IsParked && Source is SwitchSource;

    /// <summary>A raw greenlet has ended: control goes to its parent, if that waits for a switch, else to whoever switched here last.</summary>
    private bool GiveToParent(GreenletExtras extras)
    {
        var heir = extras.Parent is { WaitsInSwitch: true } parent ? parent : extras.Switcher is { WaitsInSwitch: true } switcher ? switcher : null;
        if (heir is null) return false;
        if (State.HasFailed)
        {
            heir.More.SetThrown(extras.Ended!);
            heir.State.Throw();
        }
        else
        {
            heir.More.Switched = Value;
        }

        heir.WakeFirst();
        return true;
    }

    private sealed record SwitchRequest(Greenlet Target, object? Value, Exception? Exception);

    /// <summary>Waits until somebody switches here.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class SwitchSource : WaitSource<object?>
    {
        public static readonly SwitchSource Instance = new();

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            var request = state as SwitchRequest;
            var target = request?.Target ?? (Greenlet)state!;
            target.Hub.CheckThread();
            if (request?.Exception is { } exception) return BeginThrow(greenlet, target, exception);
            if (target.IsReady || ReferenceEquals(target, greenlet))
            {
                greenlet.More.Switched = request?.Value; // as if it had switched back at once
                return true;
            }

            Transfer(target, request?.Value);
            target.More.Switcher = greenlet;
            greenlet.Park(this);
            return false;
        }

        internal override bool IsOneStep => false;

        internal override void Cancel(Greenlet greenlet)
        {
        }

        internal override object? Take(Greenlet greenlet) => TakeSwitched(greenlet);

        internal override string Describe(Greenlet greenlet) => "a switch";

        private static void Transfer(Greenlet target, object? value)
        {
            if (!target.State.WasStarted)
            {
                target.State.Start();
                target.Hub.Register(target);
                target.More.Switched = value;
                target.WakeFirst();
                return;
            }

            if (!target.WaitsInSwitch && !(target.State.IsParked && target.Source is IReceiveSource))
            {
                throw new InvalidOperationException($"Invalid switch: {target} is not in Switch or Receive. Only a greenlet that gave control away by these can be given it back by a switch; use an event, a queue or Kill for others.");
            }

            target.More.Switched = value;
            target.WakeFirst();
        }

        private bool BeginThrow(Greenlet greenlet, Greenlet target, Exception exception)
        {
            if (target.IsReady) return true;
            target.Deliver(exception);
            if (ReferenceEquals(target, greenlet)) HandedIn.Capture(exception).Throw();
            target.More.Switcher = greenlet;
            greenlet.Park(this);
            if (!target.State.HasRun) target.NeverRun(exception);
            else target.Interrupt(exception);
            return false;
        }
    }

    private interface IReceiveSource;

    /// <summary>Waits for the next value, and lets whoever switched here go on.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class ReceiveSource<T> : WaitSource<T>, IReceiveSource
    {
        public static readonly ReceiveSource<T> Instance = new();

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            var extras = greenlet.More;
            if (extras.Switched is not null) return true;
            if (extras.Switcher is { WaitsInSwitch: true } switcher) switcher.WakeFirst();
            greenlet.Park(this);
            return false;
        }

        internal override bool IsOneStep => false;

        internal override void Cancel(Greenlet greenlet)
        {
        }

        internal override T Take(Greenlet greenlet) => TakeSwitched(greenlet) switch
        {
            null => default!,
            T value => value,
            var other => throw new InvalidCastException($"{greenlet.Name} receives a {typeof(T)}, and was switched to with a {other.GetType()}."),
        };

        internal override string Describe(Greenlet greenlet) => "a value by switch";
    }

    private static object? TakeSwitched(Greenlet greenlet)
    {
        if (greenlet.Extras is not { } extras) return null; // given control back without a value
        var value = extras.Switched;
        extras.Switched = null;
        return value;
    }
}

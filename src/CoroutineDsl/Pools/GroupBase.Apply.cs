using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public abstract partial class GroupBase
{
    /// <summary>Runs the coroutine in a member of the group and waits for its result; throws its failure. Called in a member, it runs there: so a full pool does not wait for itself.</summary>
    public Suspension<TResult> Apply<TResult>(IEnumerator<Yield<TResult>> coroutine) => Apply(Coroutine.FromIterator(coroutine));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<TResult>(Coroutine<TResult> coroutine)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return ApplyMade(() => coroutine);
    }

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<TResult>(Func<TResult> function) => Apply(Calls.Of(function));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<TResult>(Func<Suspension<TResult>> function) => Apply(new MadeWaitCoroutine<TResult>(function));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, T argument)
    {
        var call = Calls.Of(function);
        return ApplyMade(() => call(argument));
    }

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<T, TResult>(Func<T, TResult> function, T argument) => Apply(Calls.Of(function)(argument));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<T, TResult>(Func<T, Suspension<TResult>> function, T argument) => Apply(Calls.Of(function)(argument));

    /// <summary>Begins the wait that the function makes in a member of the group, and waits for its end. Called in a member, it runs there.</summary>
    public Suspension Apply(Func<Suspension> function) => Apply(Calls.Of(function));

    /// <inheritdoc cref="Apply(Func{Suspension})"/>
    public Suspension Apply<T>(Func<T, Suspension> function, T argument) => Apply(Calls.Of(function)(argument));

    /// <summary>As <c>Apply</c>, and does not wait, not even for room: the greenlet's value is the result.</summary>
    /// <param name="coroutine">What to run.</param>
    /// <param name="callback">Called with the result if there is one.</param>
    public Greenlet<TResult> ApplyAsync<TResult>(IEnumerator<Yield<TResult>> coroutine, Action<TResult>? callback = null) => ApplyAsync(Coroutine.FromIterator(coroutine), callback);

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<TResult>(Coroutine<TResult> coroutine, Action<TResult>? callback = null)
    {
        var greenlet = TryEnter() ? EnterNew(coroutine, null) : Greenlet.Spawn(new ApplyCall<TResult>(this, () => coroutine));
        if (callback is not null)
        {
            greenlet.LinkValue(ended =>
            {
                if (ended.Value is not GreenletExit) callback(((Greenlet<TResult>)ended).Value!);
            });
        }

        return greenlet;
    }

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<TResult>(Func<TResult> function, Action<TResult>? callback = null) => ApplyAsync(Calls.Of(function), callback);

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<TResult>(Func<Suspension<TResult>> function, Action<TResult>? callback = null) => ApplyAsync(new MadeWaitCoroutine<TResult>(function), callback);

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, T argument, Action<TResult>? callback = null) => ApplyAsync(Calls.Of(function)(argument), callback);

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<T, TResult>(Func<T, TResult> function, T argument, Action<TResult>? callback = null) => ApplyAsync(Calls.Of(function)(argument), callback);

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<T, TResult>(Func<T, Suspension<TResult>> function, T argument, Action<TResult>? callback = null) => ApplyAsync(Calls.Of(function)(argument), callback);

    private Suspension<TResult> ApplyMade<TResult>(Func<Coroutine<TResult>> make) => Waitables.From(new ApplyCall<TResult>(this, make));

    /// <summary>Takes room for one more, if there is some now.</summary>
    private protected virtual bool TryEnter() => true;

    /// <summary>Waits for room for one more, and takes it: <c>false</c> when the timeout has passed first.</summary>
    private protected virtual Suspension<bool> Enter(TimeSpan? timeout) => Suspension<bool>.FromValue(true);

    /// <summary>A new member, for which there is room.</summary>
    private protected Greenlet<T> EnterNew<T>(Coroutine<T> coroutine, string? name)
    {
        var greenlet = Greenlet.Spawn(coroutine, name);
        Enter(greenlet);
        return greenlet;
    }

    /// <summary>A new member, as soon as there is room.</summary>
    private protected Suspension<Greenlet<T>> SpawnWhenFree<T>(Coroutine<T> coroutine, string? name, TimeSpan? timeout)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return WhenFree(() => EnterNew(coroutine, name), timeout);
    }

    /// <inheritdoc cref="SpawnWhenFree"/>
    internal bool BeginSpawnWhenFree<T>(Greenlet greenlet, Coroutine frame, out Greenlet<T> value, Coroutine<T> coroutine, string? name = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        if (!TryEnter()) return greenlet.Begin(frame, SpawnWhenFree(coroutine, name, timeout), out value);
        value = Enter(() => EnterNew(coroutine, name));
        return greenlet.Satisfied(frame, value);
    }

    /// <summary>Lets one in, whose room has been taken; gives that back if it does not come in.</summary>
    private T Enter<T>(Func<T> enter)
    {
        try
        {
            return enter();
        }
        catch
        {
            Left();
            throw;
        }
    }

    /// <summary>Lets one in as soon as there is room.</summary>
    private protected Suspension<T> WhenFree<T>(Func<T> enter, TimeSpan? timeout) => Waitables.From(new EnterCall<T>(this, Enter(timeout), enter));

    /// <summary>Waits for room, then lets one in: in one step, so that nothing can come between.</summary>
    private sealed class EnterCall<T>(GroupBase group, Suspension<bool> room, Func<T> enter) : Coroutine<T>
    {
        public override FrameLocation Location => new("Spawn", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            bool hasRoom;
            if (State == 1)
            {
                greenlet.End(out hasRoom);
            }
            else
            {
                State = 1;
                hasRoom = group.TryEnter();
                if (!hasRoom && !greenlet.Begin(this, room, out hasRoom)) return false;
            }

            if (!hasRoom) throw new PoolFullException();
            Result = group.Enter(enter);
            return true;
        }
    }

    private sealed class ApplyCall<T>(GroupBase group, Func<Coroutine<T>> make) : Coroutine<T>
    {
        public override FrameLocation Location => new("Apply", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            Greenlet<T> member;
            switch (State)
            {
                case 0 when group.Contains(greenlet):
                    State = 2;
                    return greenlet.Begin(this, make(), out Result);
                case 0:
                    State = 1;
                    if (!group.BeginSpawnWhenFree(greenlet, this, out member, make())) return false;
                    break;
                case 1:
                    greenlet.End(out member);
                    break;
                default:
                    greenlet.End(out Result);
                    return true;
            }

            State = 2;
            return greenlet.Begin(this, member.Get(), out Result);
        }
    }
}

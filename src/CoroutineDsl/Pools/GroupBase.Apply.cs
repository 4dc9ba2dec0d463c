using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public abstract partial class GroupBase
{
    /// <summary>Runs the coroutine in a member of the group and waits for its result; throws its failure. Called in a member, it runs there: so a full pool does not wait for itself.</summary>
    public Suspension<TResult> Apply<TResult>(IEnumerator<Yield<TResult>> coroutine) => Apply(Coroutine.FromIterator(coroutine));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<TResult>(Coroutine<TResult> coroutine) => Waitables.From(Contains(Greenlet.Current) ? coroutine : new ApplyCall<TResult>(this, coroutine));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<TResult>(Func<TResult> function) => Apply(Calls.Of(function));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, T argument) => Apply(Calls.Of(function)(argument));

    /// <inheritdoc cref="Apply{TResult}(IEnumerator{Yield{TResult}})"/>
    public Suspension<TResult> Apply<T, TResult>(Func<T, TResult> function, T argument) => Apply(Calls.Of(function)(argument));

    /// <summary>As <c>Apply</c>, and does not wait, not even for room: the greenlet's value is the result.</summary>
    /// <param name="coroutine">What to run.</param>
    /// <param name="callback">Called with the result if there is one.</param>
    public Greenlet<TResult> ApplyAsync<TResult>(IEnumerator<Yield<TResult>> coroutine, Action<TResult>? callback = null) => ApplyAsync(Coroutine.FromIterator(coroutine), callback);

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<TResult>(Coroutine<TResult> coroutine, Action<TResult>? callback = null)
    {
        var greenlet = TryEnter() ? EnterNew(coroutine, null) : Greenlet.Spawn(new ApplyCall<TResult>(this, coroutine));
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
    public Greenlet<TResult> ApplyAsync<T, TResult>(Func<T, IEnumerator<Yield<TResult>>> function, T argument, Action<TResult>? callback = null) => ApplyAsync(Calls.Of(function)(argument), callback);

    /// <inheritdoc cref="ApplyAsync{TResult}(IEnumerator{Yield{TResult}}, Action{TResult})"/>
    public Greenlet<TResult> ApplyAsync<T, TResult>(Func<T, TResult> function, T argument, Action<TResult>? callback = null) => ApplyAsync(Calls.Of(function)(argument), callback);

    /// <summary>Takes room for one more, if there is some now.</summary>
    private protected virtual bool TryEnter() => true;

    /// <summary>Waits for room for one more, and takes it: <c>false</c> when the timeout has passed first.</summary>
    private protected virtual Suspension<bool> Enter(TimeSpan? timeout) => new(true);

    /// <summary>A new member, for which there is room.</summary>
    private protected Greenlet<T> EnterNew<T>(Coroutine<T> coroutine, string? name)
    {
        var greenlet = Greenlet.Spawn(coroutine, name);
        Enter(greenlet);
        return greenlet;
    }

    /// <summary>A new member, as soon as there is room.</summary>
    internal Suspension<Greenlet<T>> SpawnWhenFree<T>(Coroutine<T> coroutine, string? name = null, TimeSpan? timeout = null)
    {
        Timeouts.Ticks(timeout);
        return TryEnter() ? new Suspension<Greenlet<T>>(EnterNew(coroutine, name)) : Waitables.From(new EnterCall<Greenlet<T>>(Enter(timeout), () => EnterNew(coroutine, name)));
    }

    /// <summary>Waits for room, then lets one in: in one step, so that nothing can come between.</summary>
    private protected sealed class EnterCall<T>(Suspension<bool> room, Func<T> enter) : Coroutine<T>
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
                if (!greenlet.Begin(this, room, out hasRoom)) return false;
            }

            if (!hasRoom) throw new PoolFullException();
            Result = enter();
            return true;
        }
    }

    private sealed class ApplyCall<T>(GroupBase group, Coroutine<T> coroutine) : Coroutine<T>
    {
        public override FrameLocation Location => new("Apply", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            Greenlet<T> member;
            switch (State)
            {
                case 0:
                    State = 1;
                    if (!greenlet.Begin(this, group.SpawnWhenFree(coroutine), out member)) return false;
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

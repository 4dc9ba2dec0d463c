namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Runs plain code as a greenlet of this thread's hub, as gevent's <c>spawn(f)</c> does. It is not lowered: where it waits, this OS thread parks with its stack and another runs the hub.</summary>
    /// <param name="action">Called when the greenlet first runs. What it throws is the greenlet's failure; a kill is thrown from its next wait.</param>
    /// <param name="name">A name for listings.</param>
    public static Greenlet Spawn(Action action, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Spawn(new CallbackCoroutine(action, action.Method.Name), name);
    }

    /// <inheritdoc cref="Spawn(Action, string?)" path="/*[not(self::param)]"/>
    /// <param name="func">As the action; its value is the greenlet's. A <see cref="Suspension"/> that it returns is waited for: <c>Spawn(() =&gt; queue.Put(1))</c>.</param>
    /// <param name="name">A name for listings.</param>
    public static Greenlet<T> Spawn<T>(Func<T> func, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(func);
        return Spawn(new FunctionCoroutine<T>(func), name);
    }

    /// <summary>Spawns the wait that a function makes: <c>Spawn(() =&gt; queue.Get())</c> is <c>Spawn(queue.Get())</c>, and not a greenlet whose value is a wait that never began. The function is called when the greenlet first runs.</summary>
    public static Greenlet<T> Spawn<T>(Func<Suspension<T>> wait, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(wait);
        return Spawn(new MadeWaitCoroutine<T>(wait), name);
    }

    /// <summary>Spawns the coroutine that a function makes: <c>Spawn(Eat)</c> is <c>Spawn(Eat())</c>, and not a greenlet whose value is a coroutine that never ran. The function is called when the greenlet first runs. The method group is not lowered.</summary>
    public static Greenlet Spawn(Func<IEnumerator<Yield>> coroutine, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Spawn(new MadeCoroutine(coroutine), name);
    }

    /// <inheritdoc cref="Spawn(Func{IEnumerator{Yield}}, string?)"/>
    public static Greenlet<T> Spawn<T>(Func<IEnumerator<Yield<T>>> coroutine, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Spawn(new MadeCoroutine<T>(coroutine), name);
    }
}

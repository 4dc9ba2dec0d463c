using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary><c>Await()</c> on what is not the library's own: tasks, and coroutines under their declared iterator types. One idea: wait here, and let the others run.</summary>
[System.Diagnostics.StackTraceHidden]
public static class AwaitExtensions
{
    /// <summary>Waits until the task has completed; throws its failure.</summary>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static void Await(this Task task)
    {
        if (task is { IsCompletedSuccessfully: true }) Baton.PassCompleted();
        else Baton.Wait(Waitables.From(task));
    }

    /// <summary>Waits until the task has completed and gives its value; throws its failure.</summary>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static T Await<T>(this Task<T> task) => Baton.Wait(Waitables.From(task));

    /// <inheritdoc cref="Await(Task)"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static void Await(this ValueTask task) => Baton.Wait(Waitables.From(task));

    /// <inheritdoc cref="Await{T}(Task{T})"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static T Await<T>(this ValueTask<T> task) => Baton.Wait(Waitables.From(task));

    /// <summary>Lets every greenlet that is ready now run first, as <see cref="Greenlet.Sleep(int)"/> without a time does.</summary>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static void Await(this YieldAwaitable awaitable) => Baton.Wait(Waitables.From(awaitable));

    /// <inheritdoc cref="Await(Task)"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static void Await(this ConfiguredTaskAwaitable awaitable) => Baton.Wait(Waitables.From(awaitable));

    /// <inheritdoc cref="Await{T}(Task{T})"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static T Await<T>(this ConfiguredTaskAwaitable<T> awaitable) => Baton.Wait(Waitables.From(awaitable));

    /// <inheritdoc cref="Await(Task)"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static void Await(this ConfiguredValueTaskAwaitable awaitable) => Baton.Wait(Waitables.From(awaitable));

    /// <inheritdoc cref="Await{T}(Task{T})"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static T Await<T>(this ConfiguredValueTaskAwaitable<T> awaitable) => Baton.Wait(Waitables.From(awaitable));

    /// <summary>Runs the coroutine inside the current greenlet, like a call.</summary>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static void Await(this IEnumerator<Yield> coroutine) => Baton.Wait(Waitables.From(Coroutine.FromIterator(coroutine)));

    /// <summary>Runs the coroutine inside the current greenlet, like a call, and gives its result.</summary>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static T Await<T>(this IEnumerator<Yield<T>> coroutine) => Baton.Wait(Waitables.From(Coroutine.FromIterator(coroutine)));

    /// <inheritdoc cref="Await(IEnumerator{Yield})"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static void Await(this IEnumerable<Yield> coroutine) => coroutine.GetEnumerator().Await();

    /// <inheritdoc cref="Await{T}(IEnumerator{Yield{T}})"/>
    [AwaitMethod, System.Diagnostics.StackTraceHidden]
    public static T Await<T>(this IEnumerable<Yield<T>> coroutine) => coroutine.GetEnumerator().Await();
}

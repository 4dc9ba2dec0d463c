using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Patching;

/// <summary>
/// A thread that runs as a greenlet. No thread of the system is ever started for it, so the object stays a thread that has not begun: what it was given to run is read out of it. Where a version of .NET keeps that elsewhere,
/// nothing is found, and the thread is started as a thread.
/// </summary>
internal sealed class StartedThread(Greenlet greenlet)
{
    private static readonly ConditionalWeakTable<Thread, StartedThread> s_threads = new();

    private static readonly FieldInfo? s_helper = HelperField();
    private static readonly FieldInfo? s_body = FieldOf("_start");

    private readonly Task _end = EndOf(greenlet);

    public bool IsAlive => !_end.IsCompleted;

    /// <summary>Completes, and never fails, when the greenlet has ended or its hub is gone.</summary>
    public Task End => _end;

    public static StartedThread? Of(Thread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        return s_threads.TryGetValue(thread, out var started) ? started : null;
    }

    /// <summary>Blocks this thread.</summary>
    public bool Join(int milliseconds) => _end.Wait(milliseconds);

    /// <summary>Whether the thread is a greenlet now.</summary>
    public static bool TryStart(Thread thread, object? parameter, bool takesParameter)
    {
        if (Of(thread) is not null) throw new ThreadStateException("The thread has been started already.");
        if ((thread.ThreadState & ThreadState.Unstarted) == 0 || s_helper?.GetValue(thread) is not { } helper) return false;
        Action? body = s_body?.GetValue(helper) switch
        {
            ThreadStart plain when !takesParameter => () => plain(),
            ParameterizedThreadStart taking => () => taking(parameter),
            _ => null, // .NET says what is wrong
        };
        if (body is null) return false;
        var greenlet = Greenlet.Spawn(body, thread.Name);
        s_threads.Add(thread, new(greenlet));
        return true;
    }

    private static Task EndOf(Greenlet greenlet)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        greenlet.OnEndOrDisposal(_ => ended.TrySetResult());
        return ended.Task;
    }

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Thread itself uses the field.")]
    private static FieldInfo? HelperField() => typeof(Thread).GetField("_startHelper", BindingFlags.Instance | BindingFlags.NonPublic);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Where the field is gone, the thread is started as a thread.")]
    private static FieldInfo? FieldOf(string name) => s_helper?.FieldType.GetField(name, BindingFlags.Instance | BindingFlags.NonPublic);
}

using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// The execution context (AsyncLocal, Activity) of a thread, read as a field: <see cref="ExecutionContext.Capture"/> does more than a switch can afford.
/// <c>null</c> is the default context.
/// </summary>
internal static class FlowingContext
{
    private static ExecutionContext? s_default;

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    public static extern ref ExecutionContext? Of(Thread thread);

    /// <summary>Makes a context the current thread's, with the notifications that AsyncLocal promises.</summary>
    public static void Restore(ExecutionContext? context) => ExecutionContext.Restore(context ?? Default);

    private static ExecutionContext Default => s_default ??= CaptureDefault();

    private static ExecutionContext CaptureDefault()
    {
        ref var current = ref Of(Thread.CurrentThread);
        var kept = current;
        current = null;
        var captured = ExecutionContext.Capture()!;
        current = kept;
        return captured;
    }
}

using System.Reflection;
using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// The execution context (AsyncLocal, Activity, culture) of the current thread. <c>null</c> is the default context. docs/design/contexts.md says where it is saved and restored.
/// </summary>
/// <remarks>
/// It is read as a private field of <see cref="Thread"/>: <see cref="ExecutionContext.Capture"/> does more than a switch can afford. The field is looked for once; where it is not there, or is not what it was, the public members are used.
/// </remarks>
internal static class FlowingContext
{
    private static ExecutionContext? s_default;

    /// <summary>Whether the field may be read. Tests turn it off for hubs that are made afterwards.</summary>
    internal static bool ReadsField { get; set; } = HasField();

    public static ExecutionContext? Current => ReadsField ? Of(Thread.CurrentThread) : Captured();

    private static ExecutionContext Default => s_default ??= CaptureDefault();

    /// <summary>Only where <see cref="ReadsField"/>.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_executionContext")]
    public static extern ref ExecutionContext? Of(Thread thread);

    /// <summary>Makes a context the current thread's, with the notifications that AsyncLocal promises.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Restore(ExecutionContext? context) => ExecutionContext.Restore(context ?? Default);

    /// <summary>As <see cref="Restore"/>, where it is not the current one already.</summary>
    public static void Return(ExecutionContext? context)
    {
        if (!ReferenceEquals(Current, context)) Restore(context);
    }

    /// <summary>What is to flow from here; <c>null</c> also where the flow is suppressed.</summary>
    public static ExecutionContext? ToFlow() => Current is { } context && !ExecutionContext.IsFlowSuppressed() ? context : null;

    /// <summary>As <see cref="ToFlow()"/>. The current thread is given where it is at hand: to ask for it costs more than the rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExecutionContext? ToFlow(Thread? current) => current is not null && ReadsField && Of(current) is null ? null : ToFlow();

    private static ExecutionContext? Captured() => ExecutionContext.Capture() is { } context && !ReferenceEquals(context, Default) ? context : null;

    /// <summary>The context of a thread that nothing flowed to.</summary>
    private static ExecutionContext CaptureDefault()
    {
        ExecutionContext? captured = null;
        var thread = new Thread(() => captured = ExecutionContext.Capture()) { IsBackground = true };
        thread.UnsafeStart();
        thread.Join();
        return captured!;
    }

    private static bool HasField()
    {
        if (typeof(Thread).GetField("_executionContext", BindingFlags.Instance | BindingFlags.NonPublic)?.FieldType != typeof(ExecutionContext)) return false;
        var probe = new AsyncLocal<object>();
        var isSet = false;
        ExecutionContext.Run(Default, _ =>
        {
            var before = Of(Thread.CurrentThread);
            probe.Value = probe;
            isSet = !ReferenceEquals(before, Of(Thread.CurrentThread)) && ReferenceEquals(Of(Thread.CurrentThread), ExecutionContext.Capture());
        }, null);
        return isSet;
    }
}

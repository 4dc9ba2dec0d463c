using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

/// <summary>
/// Exceptions that a program hands in to be thrown elsewhere: by a kill, a deadline, a result. It may hand in the same one again and again, so each is captured once: otherwise every throw would add to the trace of the one before.
/// </summary>
internal static class HandedIn
{
    private static readonly ConditionalWeakTable<Exception, ExceptionDispatchInfo> s_captured = new();

    public static ExceptionDispatchInfo Capture(Exception exception) => exception is GreenletExit or CoTimeoutException or ScopeCancelledException
        ? ExceptionDispatchInfo.Capture(exception) // one for each occasion
        : s_captured.GetValue(exception, ExceptionDispatchInfo.Capture);
}

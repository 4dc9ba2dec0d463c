using System.Runtime.InteropServices;

namespace CoroutineDsl;

/// <summary>Writes dumps to standard error when the process gets SIGQUIT. On the signal's own thread: a stuck hub does not silence it.</summary>
internal static class QuitDump
{
    private static readonly Lock s_gate = new();
    private static readonly List<WeakReference<Hub>> s_hubs = [];
    private static PosixSignalRegistration? s_registration;

    /// <summary>From now on the hub's greenlets are written too.</summary>
    public static void Register(Hub hub)
    {
        lock (s_gate)
        {
            s_hubs.Add(new WeakReference<Hub>(hub));
            s_registration ??= PosixSignalRegistration.Create(PosixSignal.SIGQUIT, context =>
            {
                context.Cancel = true;
                WriteAll();
            });
        }
    }

    private static void WriteAll()
    {
        List<Hub> hubs = [];
        lock (s_gate)
        {
            s_hubs.RemoveAll(reference => !reference.TryGetTarget(out var hub) || hub.IsDisposed);
            foreach (var reference in s_hubs)
            {
                if (reference.TryGetTarget(out var hub)) hubs.Add(hub);
            }
        }

        foreach (var hub in hubs) Console.Error.Write(GreenletTree.Capture(hub).ToString());
    }
}

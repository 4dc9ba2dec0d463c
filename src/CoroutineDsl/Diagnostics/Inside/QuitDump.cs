using System.Runtime.InteropServices;

namespace CoroutineDsl;

/// <summary>Writes dumps to standard error when the process gets SIGQUIT. On the signal's own thread: a stuck hub does not silence it.</summary>
internal static class QuitDump
{
    /// <summary>How long after a dump is looked again.</summary>
    private static readonly TimeSpan s_afterwards = TimeSpan.FromSeconds(1);

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
                try
                {
                    WriteAll();
                }
                catch (Exception exception)
                {
                    Console.Error.WriteLine($"The greenlets cannot be written: {exception}"); // and the program goes on
                }
            });
        }
    }

    private static List<Hub> Hubs()
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

        return hubs;
    }

    private static void WriteAll()
    {
        var looks = new List<DumpLook>();
        try
        {
            foreach (var hub in Hubs())
            {
                var look = new DumpLook(hub);
                looks.Add(look);
                Console.Error.Write($"--- hub {look.Before.HubName} of process {Environment.ProcessId} at {look.Before.TakenAt:u} ---\n{look.First(isWhole: false)}");
            }

            Thread.Sleep(s_afterwards);
            foreach (var look in looks) Console.Error.Write(look.Second() + "--- end ---\n");
        }
        finally
        {
            looks.ForEach(look => look.Dispose()); // whatever became of it, no hub is listened to any more
        }
    }

    /// <summary>A hub's greenlets, and a second later what that second has shown. Any thread but the hub's.</summary>
    public static string Take(Hub hub, bool isWhole)
    {
        using var look = new DumpLook(hub);
        Thread.Sleep(s_afterwards);
        return look.First(isWhole) + look.Second();
    }
}

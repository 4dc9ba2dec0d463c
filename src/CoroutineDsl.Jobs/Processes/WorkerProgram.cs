using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace CoroutineDsl.Jobs;

/// <summary>What a worker process does instead of Main.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WorkerProgram
{
    private const int ExitWithoutParent = 3;

    /// <summary>How long the jobs of a worker may go on when its parent is gone.</summary>
    private static readonly TimeSpan OrphanTime = TimeSpan.FromSeconds(2);

    /// <summary>Runs the worker, if this process is one, and ends the process.</summary>
    internal static void RunIfWorker()
    {
        if (WorkerSettings.Take() is not { } settings) return;
        Environment.Exit(Run(settings));
    }

    /// <summary>
    /// As a module initialiser of a natively compiled program, behind those that register the jobs: there everything has been initialised by then, and other threads do not wait for the end of this.
    /// Elsewhere it does nothing: the startup hook does it. Called by generated code.
    /// </summary>
    public static void RunIfNativeWorker()
    {
        if (NativeProgram.IsThis) RunIfWorker();
    }

    private static int Run(WorkerSettings settings)
    {
        // Ctrl-C in a terminal goes to all processes of the program: the parent decides what becomes of the workers
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
        // its connection takes as long as all that follows here, so it is made beside that
        new Thread(() => EndWithParent(settings)) { IsBackground = true, Name = "CoroutineDsl lifeline" }.Start();
        WorkerSession? session = null;
        try
        {
            session = new(settings);
            JobRegistry.Load(Assembly.GetEntryAssembly()); // says what serialises
            using var hub = new Hub(new HubOptions());
            Hub.Run(session.Serve());
            return 0;
        }
        catch (IOException)
        {
            if (session is not { HasConnected: true }) PrivateFolder.Remove(settings.Address.Folder);
            return ExitWithoutParent;
        }
    }

    /// <summary>A job that computes does not let the hub notice that the parent is gone: this thread does.</summary>
    private static void EndWithParent(WorkerSettings settings)
    {
        try
        {
            using var lifeline = Hello.ConnectBlocking(settings.Address, settings.Token, Purpose.Lifeline, settings.Number);
            while (lifeline.ReadByte() >= 0)
            {
                // nothing is sent on it
            }
        }
        catch (IOException)
        {
            // reset, or gone before it was there
        }

        PrivateFolder.Remove(settings.Address.Folder);
        Thread.Sleep(OrphanTime);
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }
}

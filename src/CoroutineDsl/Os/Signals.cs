using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace CoroutineDsl;

/// <summary>The system's numbers of signals.</summary>
[UnsupportedOSPlatform("windows")]
internal static class Signals
{
    public static int Number(PosixSignal signal) => signal switch
    {
        > 0 => (int)signal, // the system's own number
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        PosixSignal.SIGCHLD => OperatingSystem.IsLinux() ? 17 : 20,
        PosixSignal.SIGCONT => OperatingSystem.IsLinux() ? 18 : 19,
        PosixSignal.SIGTSTP => OperatingSystem.IsLinux() ? 20 : 18,
        PosixSignal.SIGTTIN => 21,
        PosixSignal.SIGTTOU => 22,
        PosixSignal.SIGWINCH => 28,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "There is no such signal."),
    };
}

using System.Runtime.InteropServices;
using Xunit;

namespace CoroutineDsl.Tests.Os;

/// <summary>Signals that this process sends to itself.</summary>
internal static partial class Signals
{
    /// <param name="signal">The system's own number, or one of <see cref="PosixSignal"/> that is the same.</param>
    public static void Raise(int signal) => Assert.Equal(0, Kill(Environment.ProcessId, signal));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}

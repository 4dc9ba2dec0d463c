#pragma warning disable CA1050, MA0047 // the runtime looks for a class of this name outside any namespace

using CoroutineDsl.Jobs;

/// <summary>What the runtime calls before Main in a process that was started as a worker (<c>DOTNET_STARTUP_HOOKS</c>).</summary>
internal static class StartupHook
{
    /// <summary>Runs the worker to its end, and the process with it: Main is never entered.</summary>
    public static void Initialize() => WorkerProgram.RunIfWorker();
}

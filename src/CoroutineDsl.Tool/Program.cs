using CoroutineDsl.Tool.Jobs;
using CoroutineDsl.Tool.Migrate;

namespace CoroutineDsl.Tool;

internal static class Program
{
    private const string Usage = "usage: coro migrate PROJECT [--apply]\n       coro jobs COMMAND";

    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["migrate", var project]:
                return Run(project, isApplied: false);
            case ["migrate", var project, "--apply"]:
                return Run(project, isApplied: true);
            case ["jobs", .. var command]:
                return JobsCommand.Run(command, Console.Out, Console.Error);
            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }

    private static int Run(string project, bool isApplied)
    {
        try
        {
            return new Migration(project, Console.Out).Run(isApplied) ? 0 : 1;
        }
        catch (MigrationException e)
        {
            Console.Error.WriteLine($"coro: {e.Message}");
            return 1;
        }
    }
}

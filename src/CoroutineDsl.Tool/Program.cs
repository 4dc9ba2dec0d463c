using CoroutineDsl.Tool.Jobs;
using CoroutineDsl.Tool.Migrate;
using CoroutineDsl.Tool.Top;

namespace CoroutineDsl.Tool;

internal static class Program
{
    private const string Usage = """
        usage: coro migrate PROJECT [--apply]     makes greenlets of a project's threads
               coro top [PID | SOCKET] [--once]   every greenlet of a program that has a monitor (HubMonitor.Start)
               coro ask [PID | SOCKET] COMMAND    one command of the monitor's line protocol: ps, where ID, kill ID, locks, leaks, profile 5s, dump, json
               coro jobs COMMAND                  looks at a queue of jobs
        """;

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
            case ["top", .. var rest]:
                return Top([.. rest.Where(argument => argument != "--once")], rest.Contains("--once"));
            case ["ask", var target, var first, .. var more] when int.TryParse(target, out _) || target.Contains('/', StringComparison.Ordinal):
                return Ask(target, string.Join(' ', more.Prepend(first)));
            case ["ask", .. { Length: > 0 } command]:
                return Ask(null, string.Join(' ', command));
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

    private static int Top(string[] target, bool isOnce)
    {
        if (target.Length > 1)
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        return OnMonitor(target.FirstOrDefault(), connection =>
        {
            var top = new TopCommand(connection);
            if (isOnce) top.RunOnce(60);
            else top.Run();
        });
    }

    private static int Ask(string? target, string command) => OnMonitor(target, connection => Console.Write(connection.Ask(command)));

    private static int OnMonitor(string? target, Action<MonitorConnection> use)
    {
        try
        {
            using var connection = MonitorConnection.Open(target);
            use(connection);
            return 0;
        }
        catch (TopException e)
        {
            Console.Error.WriteLine($"coro: {e.Message}");
            return 1;
        }
    }
}

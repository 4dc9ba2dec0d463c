using CoroutineDsl.Tool.Jobs;
using CoroutineDsl.Tool.Migrate;
using CoroutineDsl.Tool.Top;

namespace CoroutineDsl.Tool;

internal static class Program
{
    private const string Usage = """
        usage: coro migrate PROJECT [--apply]     makes greenlets of a project's threads
               coro top [PID | SOCKET] [--once]   every greenlet of a program that has a monitor (HubMonitor.Start); '/' filters, 'q' ends it
               coro ask [PID | SOCKET] COMMAND    one command of the monitor's line protocol: ps, where ID, kill ID, locks, leaks, profile 5s, dump, json; 'help' lists them
               coro ps, coro where ID, ..         the same of the only program that has a monitor
               coro jobs COMMAND                  looks at a queue of jobs
        """;

    /// <summary>Commands of the line protocol that may be written without <c>ask</c>.</summary>
    private static readonly string[] s_asked = ["ps", "where", "kill", "locks", "leaks", "profile", "folded", "dump", "json", "hubs"];

    internal static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["--help" or "-h" or "help"] or ["top" or "ask" or "migrate", "--help" or "-h", ..]:
                Console.Out.WriteLine(Usage);
                return 0;
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
            case ["ask", .. { Length: > 0 } command] when !command[0].StartsWith('-'):
                return Ask(null, string.Join(' ', command));
            case [var first, ..] when s_asked.Contains(first):
                return Ask(null, string.Join(' ', arguments));
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
        if (target.Length > 1 || target is [['-', ..]])
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        return OnMonitor(target.FirstOrDefault(), connection =>
        {
            var top = new TopCommand(connection);
            if (isOnce) top.RunOnce(60);
            else top.Run();
            return 0;
        });
    }

    /// <summary>An answer is for standard output; that there is no such thing is an error.</summary>
    private static int Ask(string? target, string command) => OnMonitor(target, connection =>
    {
        var answer = connection.Ask(command);
        var isRefused = answer.StartsWith("There is no ", StringComparison.Ordinal) || answer.StartsWith("There are ", StringComparison.Ordinal);
        (isRefused ? Console.Error : Console.Out).Write(answer);
        return isRefused ? 1 : 0;
    });

    private static int OnMonitor(string? target, Func<MonitorConnection, int> use)
    {
        try
        {
            using var connection = MonitorConnection.Open(target);
            return use(connection);
        }
        catch (TopException e)
        {
            Console.Error.WriteLine($"coro: {e.Message}");
            return 1;
        }
    }
}

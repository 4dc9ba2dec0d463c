using CoroutineDsl.Tool.Jobs;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class ToolTests : QueueTest
{
    [Theory]
    [InlineData("")]
    [InlineData("list --state odd")]
    [InlineData("list --max none")]
    [InlineData("retry")]
    [InlineData("purge running")]
    [InlineData("show")]
    [InlineData("counts --odd")]
    public void What_cannot_be_understood_shows_how_it_is_used(string arguments)
    {
        var (exitCode, _, errors) = Coro("Host=127.0.0.1", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(2, exitCode);
        Assert.Contains("usage: coro jobs", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_is_not_there_is_told() => Assert.Equal(1, Coro("Host=127.0.0.1;Port=1;Timeout=1", "counts").ExitCode);

    [Fact]
    public void Jobs_are_counted_listed_shown_tried_again_and_purged()
    {
        if (PostgresServer.IsInstalled) Run(() => Works(On("postgres")));
    }

    [Coroutine]
    private static IEnumerator<Yield> Works(JobWorkerOptions options)
    {
        using var queue = new JobQueue(options);
        string failed;
        using (var worker = new JobWorker(1, options))
        {
            queue.Request(AddJob(1, 2)).Await();
            failed = queue.Send(FailUntilJob(options.Name, 99)).Await();
            queue.WaitEnd(failed).Await();
            while (queue.Count().Await()[JobState.Failed] == 0) yield return Greenlet.Sleep(10);
        }

        var waiting = queue.Send(AddJob(3, 4)).Await();
        string[] where = ["--queue", options.Name];
        var counts = Out(options, ["counts", .. where]);
        Assert.Contains("waiting            1\n", counts, StringComparison.Ordinal);
        Assert.Contains("failed             1\n", counts, StringComparison.Ordinal);
        Assert.Contains("done               1\n", counts, StringComparison.Ordinal);
        var list = Out(options, ["list", "--state", "failed", .. where]);
        Assert.Contains(failed, Assert.Single(list.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("attempt 3 fails", list, StringComparison.Ordinal);
        Assert.Contains("3, 4", Out(options, ["show", waiting, .. where]), StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException", Out(options, ["show", failed, .. where]), StringComparison.Ordinal);
        Assert.Equal(1, Coro(options.PostgreSql!, ["show", "nothing", .. where]).ExitCode);
        Assert.Equal(1, Coro(options.PostgreSql!, ["retry", "nothing", .. where]).ExitCode);
        Assert.Equal($"{failed}  waiting\n", Out(options, ["retry", "--all", .. where]));
        Assert.Contains("waiting            2\n", Out(options, ["counts", .. where]), StringComparison.Ordinal);
        Assert.Equal("2 purged\n", Out(options, ["purge", "waiting", .. where]));
    }

    private static string Out(JobWorkerOptions options, params string[] arguments)
    {
        var (exitCode, output, errors) = Coro(options.PostgreSql!, arguments);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    private static (int ExitCode, string Output, string Errors) Coro(string database, params string[] arguments)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var exitCode = JobsCommand.Run([.. arguments, "--database", database], output, errors);
        return (exitCode, output.ToString(), errors.ToString());
    }
}

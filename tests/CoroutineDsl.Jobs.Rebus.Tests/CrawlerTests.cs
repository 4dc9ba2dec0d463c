using System.Diagnostics;
using System.Reflection;
using Npgsql;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>The sample, as a process of its own. CRAWLER_PAGES in the environment says of how many pages.</summary>
public sealed class CrawlerTests
{
    private const int Kills = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static string Pages { get; } = Environment.GetEnvironmentVariable("CRAWLER_PAGES") ?? "400";

    private static string Sample { get; } = typeof(CrawlerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Crawler").Value!;

    [Fact]
    public void Without_a_server_it_runs_in_memory()
    {
        using var crawler = Start(null);
        Assert.EndsWith($"\n{Pages} pages, {Pages} runs, 0 failed\n", Output(crawler), StringComparison.Ordinal);
    }

    [Fact]
    public void Killed_five_times_it_finds_each_page_once()
    {
        if (PostgresServer.Shared is not { } server) return;
        using (var source = NpgsqlDataSource.Create(server.ConnectionString))
        {
            for (var kill = 1; kill <= Kills; kill++)
            {
                using var killed = Start(server.ConnectionString);
                var enough = int.Parse(Pages, System.Globalization.CultureInfo.InvariantCulture) * kill / (Kills + 1);
                while (Found(source) < enough && !killed.HasExited) Thread.Sleep(20);
                Assert.False(killed.HasExited);
                killed.Kill(); // its workers end by themselves, or go on beside the next
                killed.WaitForExit();
            }
        }

        using var last = Start(server.ConnectionString);
        Assert.Matches($"\n{Pages} pages, [0-9]+ runs, 0 failed\n$", Output(last));
    }

    private static long Found(NpgsqlDataSource source)
    {
        using var command = source.CreateCommand("select count(*) from pg_tables where tablename = 'crawled'");
        if ((long)command.ExecuteScalar()! == 0) return 0;
        using var count = source.CreateCommand("select count(*) from crawled");
        return (long)count.ExecuteScalar()!;
    }

    private static Process Start(string? database)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Sample);
        start.ArgumentList.Add(Pages);
        if (database is not null) start.Environment["DATABASE_URL"] = database;
        else start.Environment.Remove("DATABASE_URL");
        return Process.Start(start)!;
    }

    private static string Output(Process crawler)
    {
        var output = crawler.StandardOutput.ReadToEndAsync();
        if (!crawler.WaitForExit(Patience))
        {
            crawler.Kill();
            throw new TimeoutException("the crawler does not end");
        }

        Assert.Equal(0, crawler.ExitCode);
        return "\n" + output.Result;
    }
}

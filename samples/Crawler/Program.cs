using System.Globalization;
using CoroutineDsl;
using CoroutineDsl.Jobs;
using Spectre.Console;

// Crawls a local site of many pages, each page a job. It can be killed at any moment and started again: it goes on where it was.
//     dotnet run --project samples/Crawler -c Release [pages]                 in the memory of one process
//     DATABASE_URL=postgres://.. dotnet run --project samples/Crawler -c Release [pages [--again]]     on worker processes over PostgreSQL

namespace Crawler;

static partial class Program
{
    private const int DefaultPages = 5000;
    private const int WorkerProcesses = 2;
    private const int Concurrency = 10;

    static int Main(string[] args)
    {
        var pages = DefaultPages;
        if (args.FirstOrDefault(arg => arg != "--again") is { } given && !int.TryParse(given, out pages))
        {
            Console.WriteLine("usage: Crawler [pages] [--again]");
            return given is "--help" or "-h" ? 0 : 2;
        }

        Crawl(pages, args.Contains("--again"), Environment.GetEnvironmentVariable("DATABASE_URL")).Await();
        return 0;
    }

    [Coroutine]
    static IEnumerator<Yield> Crawl(int pages, bool again, string? database)
    {
        using var site = new Site(pages);
        var options = new JobWorkerOptions { Name = "crawler", PostgreSql = database };
        using var queue = new JobQueue(options);
        Results.Open(database);
        Results.Here.Prepare(again).Await();
        if (again)
        {
            foreach (var state in new[] { JobState.Waiting, JobState.Failed, JobState.Done, JobState.Duplicate, JobState.Cancelled }) queue.Purge(state).Await();
        }

        queue.Send(CrawlJobs.FetchJob(0)).Await(); // a duplicate, where it goes on
        using IDisposable workers = database is null ? WorkHere(queue, site, options) : WorkInProcesses(database, site);
        AnsiConsole.MarkupLineInterpolated($"[grey]{site.Address}/0: {pages} pages, {(database is null ? "in memory" : $"{WorkerProcesses} worker processes")}[/]");
        var progress = new LiveProgress(pages);
        Greenlet.Spawn(Count(queue, progress, pages));
        Hub.Current.Offload(progress.Show).Await(); // Spectre.Console draws on a thread of its own
        var (found, runs) = Results.Here.Count().Await();
        int failed = queue.Count().Await()[JobState.Failed];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} pages, {runs} runs, {failed} failed"));
        yield break;
    }

    static IDisposable WorkHere(JobQueue queue, Site site, JobWorkerOptions options)
    {
        CrawlJobs.Open(queue, site.Address);
        return new JobWorker(Concurrency * WorkerProcesses, options);
    }

    static IDisposable WorkInProcesses(string database, Site site)
    {
        var group = new ProcessGroup(WorkerProcesses, CrawlJobs.WorkJob(database, site.Address, Concurrency), new() { FirstBackoff = TimeSpan.FromMilliseconds(10) });
        group.Start();
        return group;
    }

    [Coroutine]
    static IEnumerator<Yield> Count(JobQueue queue, LiveProgress progress, int pages)
    {
        while (true)
        {
            var found = Results.Here.Count().Await().Pages;
            var counts = queue.Count().Await();
            progress.Say(found, counts[JobState.Waiting], counts[JobState.Failed]);
            if (found >= pages) yield break;
            yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(200));
        }
    }
}

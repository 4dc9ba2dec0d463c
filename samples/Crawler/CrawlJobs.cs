using System.Globalization;
using System.Text.RegularExpressions;
using CoroutineDsl;
using CoroutineDsl.Jobs;

namespace Crawler;

/// <summary>What the workers do.</summary>
internal static partial class CrawlJobs
{
    private static readonly HttpClient Client = new();

    private static JobQueue? s_queue;
    private static string s_site = "";

    /// <summary>Said once in each process that runs them.</summary>
    public static void Open(JobQueue queue, string site) => (s_queue, s_site) = (queue, site);

    /// <summary>
    /// Fetches a page, sends a job for each of its links, and notes what was found. The key makes one job of all links to a page. Where it is killed in between it runs again: links that were sent are
    /// sent again, and are duplicates; the page is noted once.
    /// </summary>
    [Coroutine, Job(Unique = "{page}", MaxAttempts = 20, BackoffSeconds = 0.2, MaxBackoffSeconds = 5, TimeoutSeconds = 30)]
    public static IEnumerator<Yield> Fetch(int page)
    {
        var text = Coroutine.Cancellable(token => Client.GetStringAsync(new Uri($"{s_site}/{page}"), token)).Await();
        var links = LinkPattern().Matches(text).Select(link => int.Parse(link.Groups[1].Value, CultureInfo.InvariantCulture));
        s_queue!.SendAll(links.Select(link => FetchJob(link))).Await();
        Results.Here.Add(page, TitlePattern().Match(text).Groups[1].Value).Await();
        yield break;
    }

    /// <summary>A worker process.</summary>
    [Coroutine, Job]
    public static IEnumerator<Yield> Work(string database, string site, int concurrency)
    {
        var options = new JobWorkerOptions { Name = "crawler", PostgreSql = database, Hubs = 1 };
        using var queue = new JobQueue(options);
        Results.Open(database);
        Open(queue, site);
        using var worker = new JobWorker(concurrency, options);
        GroupMember.Ready();
        yield return GroupMember.WaitStop();
        yield return worker.Stop();
    }

    [GeneratedRegex("href=\"/(\\d+)\"")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("<title>(.*?)</title>")]
    private static partial Regex TitlePattern();
}

using System.Text.RegularExpressions;
using CoroutineDsl.Tool.Top;
using Xunit;

namespace CoroutineDsl.Monitor.Tests;

/// <summary>The questions of "How it is judged", answered from the text alone, by the line protocol, and by <c>coro top</c>.</summary>
[Collection(nameof(TroubledHub))]
public sealed partial class TextTests(TroubledHub troubled)
{
    [Fact]
    public async Task The_text_alone_names_every_trouble()
    {
        // other tests kill a few of the ten thousand
        using var watch = GreenletTree.Watch(troubled.Hub);
        var text = await TroubledHub.Until(() => Task.FromResult(troubled.Tree().ToString()), text => text.Contains("reporter", StringComparison.Ordinal) && HasKept().IsMatch(text));
        Assert.Contains("A cycle: billing waits for warehouse waits for dispatch waits for billing. Nothing but a kill can end it.", text, StringComparison.Ordinal);
        Assert.Matches(@"auditor #\d+ waits for a bounded semaphore that careless holds, which has ended: nobody will give it back", text);
        Assert.Matches(@"(10,000|9,99\d)  waits for an item of a queue, at Talk, Troubles\.cs:\d+", text);
        Assert.Matches(@"waits for an event, at WaitsForever, Troubles\.cs:\d+", text);
        Assert.Matches(@"legacy: waits for time to pass \[#\d+, .*not lowered\]", text);
        Assert.Matches(@"auditor: waits for a bounded semaphore \(held by careless, which has ended\) \[#\d+, .*\d", text);
    }

    [Fact]
    public async Task A_diff_shows_the_leak_by_place()
    {
        var before = troubled.Tree();
        var report = await TroubledHub.Until(() => Task.FromResult(troubled.Tree().Leaks(before).ToString()), text => Growth().IsMatch(text));
        Assert.Matches(@"\+\d+ parked at WaitsForever, Troubles\.cs:\d+, for an event", report);
    }

    [Fact]
    public void The_socket_answers_line_by_line()
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        Assert.Contains("troubled: ", connection.Ask("hubs"), StringComparison.Ordinal);
        Assert.Contains("The hub is troubled.", connection.Ask("hub troubled"), StringComparison.Ordinal);
        Assert.Matches(@"1 of [\d,]+ greenlets", connection.Ask("ps auditor"));
        var id = Id().Match(connection.Ask("ps auditor")).Groups[1].Value;
        Assert.Matches(@"auditor: waits for a bounded semaphore \(held by careless, which has ended\)[\s\S]*at Orphaned in \S*Troubles\.cs:\d+", connection.Ask($"where {id}"));
        Assert.Equal(connection.Ask($"where {id}").Split('[')[0], connection.Ask("where auditor").Split('[')[0]);
        Assert.Equal("There is no greenlet named nobody now: it has ended, or never was.\n", connection.Ask("where nobody"));
        Assert.Contains("A cycle: billing", connection.Ask("locks"), StringComparison.Ordinal);
        Assert.DoesNotContain("reporter", connection.Ask("locks"), StringComparison.Ordinal); // it keeps the hub busy, and holds no lock
        Assert.Contains("From now on this hub's leaks are measured from this moment", connection.Ask("leaks reset"), StringComparison.Ordinal);
        Assert.Contains("A cycle: billing", connection.Ask("leaks"), StringComparison.Ordinal);
        Assert.Matches(@"reporter, after Computes, Troubles\.cs:\d+", connection.Ask("profile 3s"));
        Assert.Matches(@"(?m)^after Computes, Troubles\.cs:\d+ \d+$", connection.Ask("folded 3s"));
        Assert.Contains("There is no command 'dance'.", connection.Ask("dance"), StringComparison.Ordinal);
        Assert.Contains("There is no greenlet #0: it has ended, or never was.", connection.Ask("kill 0"), StringComparison.Ordinal);
        var dump = connection.Ask("dump");
        Assert.Contains("By place:", dump, StringComparison.Ordinal);
        var since = dump[dump.IndexOf("--- hub troubled, in the second since ---", StringComparison.Ordinal)..];
        Assert.True(Growing().IsMatch(since), since);
        Assert.Matches(@"and \d,\d{3} more: waits for an item of a queue, at Talk", dump);
        Assert.InRange(dump.Length, 1, 40_000);
        Assert.StartsWith("{\"hub\":\"troubled\"", connection.Ask("json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_word_lists_who_is_in_what_looks_wrong()
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        string[] wanted = ["billing", "warehouse", "dispatch", "auditor", "legacy", "reporter", "poller"];
        var text = await TroubledHub.Until(() => Task.FromResult(connection.Ask("ps !")), text => Array.TrueForAll(wanted, name => text.Contains($"\n{name}: ", StringComparison.Ordinal)));
        Assert.DoesNotContain("talk-", text, StringComparison.Ordinal);
        Assert.StartsWith("1 of ", connection.Ask("ps ! auditor Orphaned"), StringComparison.Ordinal);
        var lines = Screen(connection.Ask("top !"), 80, 24, isWhole: true);
        Assert.Contains("auditor", lines[lines.IndexOf("That is all that looks wrong", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killing_over_the_socket_ends_a_greenlet()
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        var id = Id().Match(connection.Ask("ps talk-9999")).Groups[1].Value;
        Assert.Equal($"#{id} is killed.\n", connection.Ask($"kill {id}"));
        await TroubledHub.Until(() => Task.FromResult(connection.Ask($"where {id}")), text => text.StartsWith($"There is no greenlet #{id}", StringComparison.Ordinal) && text.Contains("it has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Coro_top_names_every_trouble_on_one_screen()
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        var screen = await TroubledHub.Until(() => Task.FromResult(Screen(connection.Ask("top"))), screen => screen.Contains("reporter, after Computes", StringComparison.Ordinal) && screen.Contains("parked at WaitsForever", StringComparison.Ordinal) && HasKept().IsMatch(screen));
        Assert.Contains("A cycle: billing waits for warehouse waits for dispatch waits for billing. Nothing but a kill can end it. Each waits for a lock. ", screen, StringComparison.Ordinal);
        var lines = Wrap().Replace(screen, " "); // long ones take two rows
        Assert.Matches(@"auditor #\d+ waits for a bounded semaphore that careless holds, which has ended: nobody will give it back\. It stands at Orphaned, Troubles\.cs:\d+, for (at least )?\d", lines);
        Assert.Matches(@"Not lowered, and slower for it: the coroutine Legacy of legacy #\d+\. It stands at Legacy, Troubles\.cs:\d+, for .*, waits for time to pass\. Mark Legacy \[Coroutine\]", lines);
        Assert.Matches(@"\+[\d,]+ parked at WaitsForever, Troubles\.cs:\d+, for an event \(compared with \d\S* \w+ ago: [\d,.]+ a (second|minute)\), [\d,]+ in all", lines);
        Assert.Matches(@"hub time:\s+\d+\.\d %\s+reporter, after Computes", screen);
        Assert.Matches(@"waits for an item of a queue, at Talk, Troubles\.cs:\d+", screen);
        Assert.Matches(@"legacy\s+time to pass", Screen(connection.Ask("top legacy")));
    }

    [Theory]
    [InlineData(60, 15, "")]
    [InlineData(80, 24, "")]
    [InlineData(80, 24, "talk")]
    [InlineData(100, 30, "")]
    [InlineData(120, 40, "time to pass")]
    [InlineData(160, 50, "")]
    public async Task Coro_top_fits_its_terminal(int width, int height, string filter)
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        var json = await TroubledHub.Until(() => Task.FromResult(connection.Ask("top " + filter)), json => HasKept().IsMatch(json) && json.Contains("parked at WaitsForever", StringComparison.Ordinal));
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var found = document.RootElement.GetProperty("greenlets").GetArrayLength();
        var lines = Screen(json, width, height, filter: filter).TrimEnd().Split('\n');
        Assert.InRange(lines.Length, height / 2, height - 1); // one more would push the first out of sight
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, width));
        Assert.Contains(lines, line => line.StartsWith("reporter #", StringComparison.Ordinal));
        var head = Array.FindIndex(lines, line => line.TrimStart().StartsWith("# ", StringComparison.Ordinal));
        Assert.Contains("for", lines[head], StringComparison.Ordinal);
        Assert.True(width < 80 || lines[head].TrimEnd().EndsWith("hub time", StringComparison.Ordinal));
        var rows = lines[(head + 1)..];
        Assert.True(rows.Length >= Math.Min((height / 2) - 1, found), $"{rows.Length} of {height} lines are greenlets");
        Assert.All(rows, row => Assert.Matches(@"^ *\d+ +\S.* [\d.]+ (ms|s|min|h)( |$)", row)); // a row each: nothing wraps
        Assert.Equal(filter.Length > 0, lines[1].StartsWith($"with '{filter}': ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public void Coro_top_shows_who_holds_it_and_all_that_is_known_of_the_only_one(int width, int height)
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        var screen = Screen(connection.Ask("top auditor"), width, height, filter: "auditor");
        Assert.Matches(width < 100 ? @"\d+ auditor +careless \(ended\) holds" : @"\d+ +auditor +careless \(ended\) holds a bounded semaphore ", screen);
        Assert.Contains("spawned by: unknown, nobody listened when it was spawned", screen, StringComparison.Ordinal);
        Assert.Matches(@"  at Orphaned, Troubles\.cs:\d+", screen);
    }

    [Fact]
    public async Task A_stall_of_a_fifth_of_each_second_is_seen_in_the_numbers_of_that_second()
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        await TroubledHub.Until(() => Task.FromResult(connection.Ask("top")), json => LagOf(json) is { Lag: >= 90, OneInTwenty: >= 90 });
        Assert.Matches(@"worst lag +busy", Screen(connection.Ask("top"), 80, 24));

        static (double Lag, double OneInTwenty) LagOf(string json)
        {
            using var document = System.Text.Json.JsonDocument.Parse(json);
            var last = document.RootElement.GetProperty("hubs").EnumerateArray().Single(hub => hub.GetProperty("name").GetString() == "troubled").GetProperty("points").EnumerateArray().Last();
            return (last.GetProperty("lag").GetDouble(), last.GetProperty("lagP95").GetDouble());
        }
    }

    [Fact]
    public void One_look_offers_no_keys()
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        var json = connection.Ask("top");
        Assert.Contains("q quit", Screen(json), StringComparison.Ordinal);
        Assert.DoesNotContain("q quit", Screen(json, isLive: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public async Task What_has_no_room_is_counted_and_one_key_away(int width, int height)
    {
        using var connection = MonitorConnection.Open(troubled.Monitor.SocketPath);
        connection.Ask("hub troubled");
        var json = await TroubledHub.Until(() => Task.FromResult(connection.Ask("top")), json => HasKept().IsMatch(json) && json.Contains("parked at WaitsForever", StringComparison.Ordinal));
        using var document = System.Text.Json.JsonDocument.Parse(json);
        var problems = document.RootElement.GetProperty("problems").EnumerateArray().Select(problem => problem.GetString()!).ToList();
        var lines = Screen(json, width, height);
        var all = Wrap().Replace(Screen(json, width, height, isWhole: true), " ");
        if (Missing().Match(lines) is { Success: true } missing) Assert.Equal(problems.Count - int.Parse(missing.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), problems.Count(problem => Wrap().Replace(lines, " ").Contains(problem, StringComparison.Ordinal)));
        else Assert.True(height > 24, lines);
        Assert.All(problems, problem => Assert.Contains(problem, all, StringComparison.Ordinal));
        Assert.Contains("That is all that looks wrong: p shows the rest again", all, StringComparison.Ordinal);
    }

    private static string Screen(string json, int width = 160, int height = 50, bool isLive = true, string filter = "", bool isWhole = false)
    {
        using var text = new StringWriter();
        var console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(text), Ansi = Spectre.Console.AnsiSupport.No, ColorSystem = Spectre.Console.ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Write(TopView.Draw(json, height, 0, filter, width, isLive, isWhole));
        return text.ToString();
    }

    [GeneratedRegex(@"[\s│]+")]
    private static partial Regex Wrap();

    [GeneratedRegex(@"reporter #\d+ has kept the hub busy for up to \d+ ms at a time")]
    private static partial Regex HasKept();

    [GeneratedRegex(@"\+(\d{2,}|[1-9]) parked at WaitsForever")]
    private static partial Regex Growth();

    [GeneratedRegex(@"  \+\d+ parked at WaitsForever, Troubles\.cs:\d+, for an event, spawned by poller #\d+ (at|after) Leaks, Troubles\.cs:\d+")]
    private static partial Regex Growing();

    [GeneratedRegex("and (\\d+) more: press p")]
    private static partial Regex Missing();

    [GeneratedRegex(@"#(\d+)")]
    private static partial Regex Id();
}

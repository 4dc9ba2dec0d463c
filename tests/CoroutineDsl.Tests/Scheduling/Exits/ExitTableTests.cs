using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>Walks the table of docs/design/exits.md: every way out of a wait, over waits of all kinds, and what it throws, keeps out and leaves behind.</summary>
public sealed partial class ExitTableTests : HubTest
{
    private static readonly TimeSpan OwnTimeout = TimeSpan.FromMilliseconds(3);

    /// <summary>The ways out, by their names in the table: what ends the wait of a greenlet that stands there, 3 ms after it began.</summary>
    private static readonly Dictionary<string, Action<Waiting>> Ways = new()
    {
        ["value"] = waiting => waiting.Kind.Give(),
        ["own timeout"] = _ => { },
        ["Kill"] = waiting => waiting.Greenlet!.Kill(),
        ["Kill with an exception"] = waiting => waiting.Greenlet!.Kill(new InvalidDataException()),
        ["Throw"] = waiting => Spawn(Throws(waiting.Greenlet!)),
        ["CoTimeout"] = _ => { },
        ["CancelScope"] = waiting => waiting.Scope!.Cancel(),
        ["KillHard"] = waiting => waiting.Greenlet!.KillHard(),
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var way in Ways.Keys)
            {
                foreach (var kind in WaitKind.Names) cases.Add(way, kind);
            }

            return cases;
        }
    }

    internal static Dictionary<string, string[]> Table { get; } = ReadTable();

    [Fact]
    public void The_table_names_every_way_out() => Assert.Equal(Ways.Keys.Order(), Table.Keys.Order());

    [Theory, MemberData(nameof(Cases))]
    public void Each_way_out_of_each_wait_does_what_the_table_says(string way, string kind)
    {
        using var hub = Start();
        var row = Table[way];
        if (way is "own timeout" && !WaitKind.Make(kind).HasTimeout) return;
        var waiting = new Waiting(WaitKind.Make(kind), way);
        waiting.Greenlet = Spawn(Waits(waiting), "waiting");
        Sleep(3).Await();
        Ways[way](waiting);
        waiting.Greenlet.Join().Await();

        Assert.Equal(row[1], waiting.Thrown);
        if (way != "value") Assert.Equal(row[2], waiting.ThrewAgain ? "yes" : "no");
        Assert.Equal(0, hub.Timers.Count);
        Assert.Equal(0, hub.ExternalWaits);
        if (way != "value")
        {
            waiting.Kind.Give();
            Assert.True(Spawn(Takes(waiting.Kind)).Await(), $"What {kind} waited for was lost.");
        }

        _ = waiting.Greenlet.Exception;
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_shield_that_was_raised_later_keeps_out_what_the_table_says(string way, string kind)
    {
        using var hub = Start();
        var row = Table[way];
        if (row[3] == "-" || (way is "own timeout" && !WaitKind.Make(kind).HasTimeout)) return;
        var waiting = new Waiting(WaitKind.Make(kind), way);
        waiting.Greenlet = Spawn(WaitsInAShield(waiting), "waiting");
        Sleep(3).Await();
        Ways[way](waiting);
        Sleep(2).Await();
        Assert.Equal(row[3], waiting.Thrown is null ? "waits" : "passes");
        if (waiting.Thrown is null) waiting.Kind.Give();
        waiting.Greenlet.Join().Await();
        _ = waiting.Greenlet.Exception;
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(Waiting waiting)
    {
        using var scope = CancelScope.Start();
        using var timeout = CoTimeout.Start(waiting.Way == "CoTimeout" ? OwnTimeout : null);
        waiting.Scope = scope;
        Tries(waiting).Await();
        try
        {
            Sleep(1).Await();
        }
        catch (GreenletExit)
        {
            waiting.ThrewAgain = true;
        }
        catch (ScopeCancelledException)
        {
            waiting.ThrewAgain = true;
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsInAShield(Waiting waiting)
    {
        using var scope = CancelScope.Start();
        using var timeout = CoTimeout.Start(waiting.Way == "CoTimeout" ? OwnTimeout : null);
        waiting.Scope = scope;
        Nursery.Shield(Tries(waiting)).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Tries(Waiting waiting)
    {
        try
        {
            waiting.Kind.Begin(waiting.Way == "own timeout" ? OwnTimeout : null).Await();
            waiting.Thrown = "nothing";
        }
        catch (GreenletExit exit)
        {
            exit.Accept();
            waiting.Thrown = "GreenletExit";
        }
        catch (CoTimeoutException passed) when (passed.Timeout is not null)
        {
            waiting.Thrown = "CoTimeoutException";
        }
        catch (ScopeCancelledException)
        {
            waiting.Thrown = "ScopeCancelledException";
        }
        catch (TimeoutException)
        {
            waiting.Thrown = "nothing"; // the wait's own way to say that its time is over
        }
        catch (Exception full) when (full is QueueEmptyException or QueueFullException)
        {
            waiting.Thrown = "nothing";
        }
        catch (InvalidDataException)
        {
            waiting.Thrown = "InvalidDataException";
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Throws(Greenlet greenlet)
    {
        yield return greenlet.Throw(new InvalidDataException());
    }

    [Coroutine]
    private static IEnumerator<Yield<bool>> Takes(WaitKind kind)
    {
        using var late = CoTimeout.Start(1000);
        var isTaken = false;
        try
        {
            kind.Begin(null).Await();
            isTaken = true;
        }
        catch (CoTimeoutException passed) when (passed.Timeout == late)
        {
        }

        yield return isTaken;
    }

    private static Dictionary<string, string[]> ReadTable()
    {
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "exits.md"));
        return lines.SkipWhile(line => !line.StartsWith("| way out", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToArray()).ToDictionary(row => row[0]);
    }

    /// <summary>One greenlet in one wait, and what became of it.</summary>
    private sealed class Waiting(WaitKind kind, string way)
    {
        public WaitKind Kind => kind;

        public string Way => way;

        public Greenlet? Greenlet { get; set; }

        public CancelScope? Scope { get; set; }

        public string? Thrown { get; set; }

        public bool ThrewAgain { get; set; }
    }
}

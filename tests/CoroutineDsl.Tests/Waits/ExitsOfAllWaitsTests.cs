using CoroutineDsl.Runtime;
using CoroutineDsl.Tests.Scheduling.Exits;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Waits;

/// <summary>Walks the table of docs/design/exits.md for every public wait: what each way out throws, whether the next wait throws again, and what a shield keeps out.</summary>
public sealed partial class ExitsOfAllWaitsTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Action<Waiting>> s_ways = new()
    {
        ["Kill"] = waiting => waiting.Greenlet!.Kill(),
        ["Kill with an exception"] = waiting => waiting.Greenlet!.Kill(new InvalidDataException()),
        ["Throw"] = waiting => Spawn(Throws(waiting.Greenlet!)),
        ["CoTimeout"] = _ => { },
        ["CancelScope"] = waiting => waiting.Scope!.Cancel(),
        ["KillHard"] = waiting => waiting.Greenlet!.KillHard(),
    };

    public static TheoryData<string, string> Waits
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var wait in PublicWaits.Names)
            {
                if (PublicWaits.ActsAtCall(PublicWaits.Find(wait)) || PublicWaits.Find(wait).Name == "Shield") continue;
                foreach (var way in s_ways.Keys) data.Add(wait, way);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Waits))]
    public void Each_way_out_does_what_the_table_says(string wait, string way)
    {
        var row = ExitTableTests.Table[way];
        ForEach(wait, way, isShielded: false, (scene, waiting) =>
        {
            End(waiting, wait, scene);
            if (waiting.Thrown == "nothing" && (way == "CoTimeout" || waiting.ThrewAgain || waiting.Greenlet!.Exception is not null)) return; // it was over before: the next wait threw
            if (waiting.Thrown is null && waiting.Greenlet!.Exception is { } own && waiting.Failed == own) return; // it has failed by itself
            Assert.True(row[1] == waiting.Thrown, $"{wait} of {scene.Name} throws {waiting.Thrown} for {way}, and the table says {row[1]}");
            Assert.True(row[2] == (waiting.ThrewAgain ? "yes" : "no"), $"after {wait} of {scene.Name} and {way} the next wait {(waiting.ThrewAgain ? "throws" : "does not throw")} again");
        });
    }

    [Theory, MemberData(nameof(Waits))]
    public void A_shield_that_was_raised_later_keeps_out_what_the_table_says(string wait, string way)
    {
        var row = ExitTableTests.Table[way];
        ForEach(wait, way, isShielded: true, (scene, waiting) =>
        {
            Sleep(3).Await();
            var isKeptOut = waiting.Thrown is null or "nothing" || waiting.Failed is not null; // it may be over meanwhile
            Assert.True(row[3] == (isKeptOut ? "waits" : "passes") || waiting.Thrown == "nothing", $"{wait} of {scene.Name} in a shield, {way}: {waiting.Thrown ?? "waits"}, and the table says {row[3]}");
            _ = waiting.Greenlet!.KillHard();
            End(waiting, wait, scene);
        });
    }

    private static void ForEach(string wait, string way, bool isShielded, Action<Scene, Waiting> check)
    {
        var method = PublicWaits.Find(wait);
        foreach (var make in Scenes.For(method))
        {
            using var hub = new Hub(new HubOptions());
            hub.UnhandledException = (_, _) => { };
            using var scene = make();
            Settle();
            var waiting = new Waiting(scene, () => ((IUntypedSuspension)scene.Make(method)).Untyped);
            waiting.Greenlet = Spawn(WaitsFor(waiting, way == "CoTimeout" ? 20 : null, isShielded));
            Settle();
            if (waiting.Thrown is not null || waiting.Greenlet.IsReady)
            {
                waiting.Greenlet.KillHard().Await();
                continue; // over at once
            }

            s_ways[way](waiting);
            if (way == "CoTimeout" && isShielded) Sleep(25).Await();
            check(scene, waiting);
            _ = waiting.Greenlet.Exception;
        }
    }

    private static void Settle()
    {
        for (var i = 0; i < 5; i++) Sleep().Await();
    }

    private static void End(Waiting waiting, string wait, Scene scene)
    {
        waiting.Greenlet!.Join(s_patience).Await();
        Assert.True(waiting.Greenlet.IsReady, $"{wait} of {scene.Name} hangs\n{Hub.Current.Dump()}");
    }

    [Coroutine]
    private static IEnumerator<Yield> Throws(Greenlet greenlet)
    {
        yield return greenlet.Throw(new InvalidDataException());
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(Waiting waiting, int? milliseconds, bool isShielded)
    {
        using var scope = CancelScope.Start();
        using var timeout = CoTimeout.Start(milliseconds is { } time ? TimeSpan.FromMilliseconds(time) : null);
        waiting.Scope = scope;
        waiting.Scene.Enter?.Invoke();
        try
        {
            if (isShielded) Nursery.Shield(Tries(waiting)).Await();
            else Tries(waiting).Await();
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
        finally
        {
            waiting.Scene.Leave?.Invoke();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Tries(Waiting waiting)
    {
        try
        {
            waiting.Make().Await();
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
        catch (InvalidDataException)
        {
            waiting.Thrown = "InvalidDataException";
        }
        catch (Exception own) when (own is IOException or System.Net.Sockets.SocketException or InvalidOperationException or ArgumentException or System.ComponentModel.Win32Exception)
        {
            waiting.Failed = own;
            throw;
        }
        catch (AggregateException several)
        {
            waiting.Thrown = several.InnerExceptions[0].GetType().Name; // a nursery tells what interrupted it with what its children failed with
        }

        yield break;
    }

    private sealed class Waiting(Scene scene, Func<Suspension> make)
    {
        public Scene Scene => scene;

        public Func<Suspension> Make => make;

        public Greenlet? Greenlet { get; set; }

        public CancelScope? Scope { get; set; }

        public string? Thrown { get; set; }

        /// <summary>What the wait failed with by itself.</summary>
        public Exception? Failed { get; set; }

        public bool ThrewAgain { get; set; }
    }
}

using CoroutineDsl.Runtime;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Waits;

/// <summary>Whatever interrupts a wait, nothing is lost: the state afterwards is that before, and the hub goes on. Every public wait, made and kept, fused, and un-lowered.</summary>
public sealed partial class InterruptedTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Waits of several steps: what has been done of them stays done.</summary>
    private static readonly string[] s_ofSeveralSteps = ["CopyTo", "Communicate", "Connect", "SendAll", "SendFile", "CoDispose"];

    public enum Way
    {
        /// <summary>Lowered, the suspension kept in a variable.</summary>
        Kept,

        /// <summary>Lowered, by the wait's own begin.</summary>
        Fused,

        /// <summary>By the baton.</summary>
        Unlowered,
    }

    public static TheoryData<string, Way> Waits
    {
        get
        {
            var data = new TheoryData<string, Way>();
            foreach (var wait in PublicWaits.Names)
            {
                if (PublicWaits.ActsAtCall(PublicWaits.Find(wait))) continue;
                foreach (var way in Enum.GetValues<Way>()) data.Add(wait, way);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Waits))]
    public void Killed_before_it_waits_it_does_nothing(string wait, Way way) => ForEach(wait, way, (scene, waiting) =>
    {
        var greenlet = Spawn(KillsItself(scene, waiting));
        End(greenlet, wait, scene);
        return true;
    });

    [Theory, MemberData(nameof(Waits))]
    public void Killed_while_it_waits_it_has_taken_nothing(string wait, Way way) => ForEach(wait, way, (scene, waiting) =>
    {
        var greenlet = Spawn(WaitsFor(scene, waiting));
        Settle();
        if (greenlet.IsReady) return false;
        greenlet.Kill();
        End(greenlet, wait, scene);
        return true;
    });

    [Theory, MemberData(nameof(Waits))]
    public void Killed_hard_while_it_waits_it_has_taken_nothing(string wait, Way way) => ForEach(wait, way, (scene, waiting) =>
    {
        var greenlet = Spawn(WaitsFor(scene, waiting));
        Settle();
        if (greenlet.IsReady) return false;
        greenlet.KillHard();
        End(greenlet, wait, scene);
        return true;
    });

    [Theory, MemberData(nameof(Waits))]
    public void Its_scope_cancelled_it_has_taken_nothing(string wait, Way way) => ForEach(wait, way, (scene, waiting) =>
    {
        var scopes = new List<CancelScope>();
        var greenlet = Spawn(WaitsInScope(scene, waiting, scopes));
        Settle();
        if (greenlet.IsReady) return false;
        scopes[0].Cancel();
        End(greenlet, wait, scene);
        return true;
    });

    [Theory, MemberData(nameof(Waits))]
    public void Timed_out_in_a_shield_it_has_taken_nothing(string wait, Way way) => ForEach(wait, way, (scene, waiting) =>
    {
        var greenlet = Spawn(TimesOutInShield(scene, waiting));
        Settle();
        greenlet.Kill();
        End(greenlet, wait, scene);
        return !scene.IsWaitOver;
    });

    [Theory, MemberData(nameof(Waits))]
    public void Timed_out_it_has_taken_nothing(string wait, Way way) => ForEach(wait, way, (scene, waiting) =>
    {
        var greenlet = Spawn(TimesOut(scene, waiting));
        End(greenlet, wait, scene);
        return !scene.IsWaitOver;
    });

    [Theory, MemberData(nameof(Waits))]
    public void Timed_out_in_a_finally_that_a_kill_runs_it_has_taken_nothing(string wait, Way way) => ForEach(wait, way, (scene, waiting) =>
    {
        var greenlet = Spawn(TimesOutInFinally(scene, waiting));
        Settle();
        greenlet.Kill();
        End(greenlet, wait, scene);
        return !scene.IsWaitOver;
    });

    private static void ForEach(string wait, Way way, Func<Scene, Func<Coroutine>, bool> run)
    {
        var method = PublicWaits.Find(wait);
        if (method.Name == "Shield") return; // which nothing interrupts
        foreach (var make in Scenes.For(method))
        {
            using var hub = new Hub(new HubOptions());
            hub.UnhandledException = (_, _) => { };
            using var scene = make();
            Settle();
            var before = scene.State;
            Func<Coroutine> waiting = way switch
            {
                Way.Kept => () => KeptCoroutine(Untyped(scene.Make(method))),
                Way.Fused => () => scene.Fused(method) ?? KeptCoroutine(Untyped(scene.Make(method))),
                _ => () => Coroutine.FromIterator(Unlowered(Untyped(scene.Make(method)))),
            };
            if (!run(scene, waiting) || scene.RunsSomething || s_ofSeveralSteps.Contains(method.Name)) continue;
            Settle();
            Assert.True(before == scene.State, $"{wait} of {scene.Name} ({way}), interrupted, changes\n{before}\nto\n{scene.State}");
        }
    }

    private static Suspension Untyped(object made) => ((IUntypedSuspension)made).Untyped;

    private static void Settle()
    {
        for (var i = 0; i < 5; i++) Sleep().Await();
    }

    private static void End(Greenlet greenlet, string wait, Scene scene)
    {
        greenlet.Join(s_patience).Await();
        Assert.True(greenlet.IsReady, $"{wait} of {scene.Name} hangs\n{Hub.Current.Dump()}");
    }

    [Coroutine]
    private static IEnumerator<Yield> Kept(Suspension wait)
    {
        yield return wait;
    }

    private static IEnumerator<Yield> Unlowered(Suspension wait)
    {
        wait.Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(Scene scene, Func<Coroutine> waiting)
    {
        scene.Enter?.Invoke();
        try
        {
            waiting().Await();
        }
        finally
        {
            scene.Leave?.Invoke();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> KillsItself(Scene scene, Func<Coroutine> waiting)
    {
        scene.Enter?.Invoke();
        try
        {
            var wait = waiting();
            Current.Kill();
            wait.Await();
        }
        finally
        {
            scene.Leave?.Invoke();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsInScope(Scene scene, Func<Coroutine> waiting, List<CancelScope> scopes)
    {
        CancelScope.Run(inner => InScope(inner)).Await();
        yield break;

        IEnumerator<Yield> InScope(CancelScope inner)
        {
            scopes.Add(inner);
            return WaitsFor(scene, waiting);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> TimesOut(Scene scene, Func<Coroutine> waiting)
    {
        scene.Enter?.Invoke();
        try
        {
            using var limit = CoTimeout.Start(1);
            waiting().Await();
            scene.IsWaitOver = true;
        }
        catch (CoTimeoutException)
        {
        }
        finally
        {
            scene.Leave?.Invoke();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> TimesOutInFinally(Scene scene, Func<Coroutine> waiting)
    {
        try
        {
            yield return Sleep(Timeout.InfiniteTimeSpan);
        }
        finally
        {
            TimesOut(scene, waiting).Await();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> TimesOutInShield(Scene scene, Func<Coroutine> waiting)
    {
        Nursery.Shield(TimesOut(scene, waiting)).Await();
        yield break;
    }
}

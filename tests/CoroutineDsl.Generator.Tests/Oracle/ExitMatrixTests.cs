using System.Reflection;
using System.Text;
using CoroutineDsl.Oracle;

namespace CoroutineDsl.Generator.Tests.Oracle;

/// <summary>
/// Each way in which a wait is ended from outside, at each kind of wait, under each kind of cleanup: lowered, un-lowered, and as a plain method that a coroutine calls, the same happens. What waits in a <c>finally</c> ends, what it
/// throws arrives, and what plain code swallows comes again.
/// </summary>
public class ExitMatrixTests
{
    /// <summary>Statements that are interrupted at 5 ms; they are allowed in a plain method too.</summary>
    private static readonly (string Name, string Code)[] s_waits =
    [
        ("direct", "Sleep(50).Await();"),
        ("coroutine", "Inner().Await();"),
        ("plain method", "Plain();"),
        ("of a value", "Add($\"got {new CoQueue<int>().Get().Await()}\");"),
        ("in a loop", "for (var i = 0; i < 3; i++) { Add($\"turn {i}\"); Sleep(3).Await(); }"),
        ("join", "Spawn(Other()).Join().Await();"),
        ("many at once", "for (var i = 0; i < 500; i++) s_queue.Put(i).Await(); for (var i = 0; i < 500; i++) s_queue.Get().Await(); Sleep(50).Await();"),
        ("own scope", "using (CoTimeout.Start(1000)) Sleep(50).Await();"),
        ("shielded by a finally before", "try { Sleep(2).Await(); } finally { Sleep(6).Await(); Add(\"shielded?\"); } Sleep(50).Await();"),
    ];

    /// <summary>What stands around a wait, W.</summary>
    private static readonly (string Name, string Code)[] s_cleanups =
    [
        ("none", "W Add(\"after\");"),
        ("finally", "try { W } finally { Add(\"finally\"); } Add(\"after\");"),
        ("waits", "try { W } finally { Add(\"begin\"); Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("waits thrice", "try { W } finally { for (var i = 0; i < 3; i++) { Sleep(1).Await(); Add($\"{i}\"); } } Add(\"after\");"),
        ("waits in two", "try { try { W } finally { Sleep(1).Await(); Add(\"inner\"); } Add(\"between\"); } finally { Sleep(1).Await(); Add(\"outer\"); Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("throws", "try { W } finally { Add(\"throws\"); Throw(\"F\"); } Add(\"after\");"),
        ("throws after a wait", "try { W } finally { Sleep(1).Await(); Add(\"throws\"); Throw(\"F\"); } Add(\"after\");"),
        ("throws, and is caught outside", "try { try { W } finally { Sleep(1).Await(); Throw(\"F\"); } } catch (InvalidOperationException e) { Add(e.Message); } Add(\"goes on\"); Sleep(1).Await(); Add(\"after\");"),
        ("throws in it, and is caught in it", "try { W } finally { try { Sleep(1).Await(); Throw(\"F\"); } catch (InvalidOperationException e) { Add(e.Message); } Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("two throw", "try { try { W } finally { Sleep(1).Await(); Throw(\"1\"); } } finally { Sleep(1).Await(); Add(\"2\"); Throw(\"2\"); }"),
        ("disposed of", "using (new Closes()) { W } Add(\"after\");"),
        ("disposed of, in a finally", "try { using (new Closes()) { W } } finally { using (new Closes()) Sleep(1).Await(); } Add(\"after\");"),
        ("disposal throws", "using (new Closes { Throws = true }) { W } Add(\"after\");"),
        ("using declaration", "using var one = new Closes(); using var two = new Closes(); W Add(\"after\");"),
        ("swallowed", "try { W } catch (Exception) { } Sleep(1).Await(); Add(\"after\");"),
        ("swallowed by a bare catch", "try { W } catch { } Sleep(1).Await(); Add(\"after\");"),
        ("swallowed twice", "try { W } catch (Exception) { } try { Sleep(1).Await(); } catch (Exception) { } Sleep(1).Await(); Add(\"after\");"),
        ("swallowed, with a cleanup outside", "try { try { W } catch (Exception) { } Sleep(1).Await(); } finally { Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("swallowed, with a cleanup inside", "try { try { W } finally { Sleep(1).Await(); Add(\"end\"); } } catch (Exception) { } Sleep(1).Await(); Add(\"after\");"),
        ("rethrown", "try { W } catch (Exception) { throw; } Add(\"after\");"),
        ("rethrown through a cleanup", "try { try { W } catch (Exception) { throw; } } finally { Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("another type is caught", "try { W } catch (FormatException) { Add(\"no\"); } finally { Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("a filter says no", "try { W } catch (Exception e) when (e is FormatException) { Add(\"no\"); } finally { Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("caught by name and accepted", "try { W } catch (GreenletExit exit) { exit.Accept(); Add(\"accepted\"); } Sleep(1).Await(); Add(\"after\");"),
        ("timeout caught by name and accepted", "try { W } catch (CoTimeoutException exit) { exit.Accept(); Add(\"accepted\"); } Sleep(1).Await(); Add(\"after\");"),
        ("accepted after a cleanup", "try { try { W } finally { Sleep(1).Await(); Add(\"end\"); } } catch (GreenletExit exit) { exit.Accept(); Sleep(1).Await(); Add(\"accepted\"); } Sleep(1).Await(); Add(\"after\");"),
        ("a deadline in the cleanup", "try { W } finally { using var t = CoTimeout.Start(2); try { Sleep(10).Await(); } catch (CoTimeoutException e) when (e.Timeout == t) { e.Accept(); Add(\"late\"); } Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("a scope in the cleanup", "try { W } finally { Add($\"{CancelScope.Run(s => Inner(), 2).Await()}\"); Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
        ("an owned child", "using (var children = new Nursery()) { children.Spawn(Child()); W children.Join().Await(); } Add(\"after\");"),
        ("an owned child, joined", "Nursery.Run(children => Owns(children)).Await(); W Add(\"after\");"),
        ("a lock", "using (s_lock.Hold().Await()) { W } Add(\"after\");"),
        ("takes a lock in the cleanup", "try { W } finally { using (s_lock.Hold().Await()) { Sleep(1).Await(); Add(\"held\"); } } Add(\"after\");"),
        ("a coroutine cleans up", "try { W } finally { CleansUp().Await(); Add(\"end\"); } Add(\"after\");"),
        ("a plain method cleans up", "try { W } finally { CleansUpPlainly(); Add(\"end\"); } Add(\"after\");"),
        ("waits that are over at once", "try { W } finally { for (var i = 0; i < 300; i++) Suspension.Completed.Await(); Sleep(1).Await(); Add(\"end\"); } Add(\"after\");"),
    ];

    /// <summary>Who ends the wait. Statements of a coroutine without a result; Body() makes what is ended.</summary>
    private static readonly (string Name, string Code)[] s_exits =
    [
        ("nothing", "var g = Spawn(Body()); g.Join().Await(); End(g);"),
        ("kill", "var g = Spawn(Body()); Sleep(5).Await(); g.Kill().Await(); End(g);"),
        ("kill twice", "var g = Spawn(Body()); Sleep(5).Await(); g.Kill(); Sleep(0).Await(); g.Kill().Await(); End(g);"),
        ("kill thrice in the cleanup", "var g = Spawn(Body()); Sleep(5).Await(); for (var i = 0; i < 3; i++) { g.Kill(); Sleep(TimeSpan.FromMilliseconds(0.7)).Await(); } g.Join().Await(); End(g);"),
        ("kill with an exception", "var g = Spawn(Body()); Sleep(5).Await(); g.Kill(new ApplicationException(\"K\")).Await(); End(g);"),
        ("throw", "var g = Spawn(Body()); Sleep(5).Await(); g.Throw(new ApplicationException(\"T\")); g.Join().Await(); End(g);"),
        ("kill hard", "var g = Spawn(Body()); Sleep(5).Await(); g.KillHard(); g.Join().Await(); End(g);"),
        ("token", "using var source = new CancellationTokenSource(); var g = Spawn(Body()); g.KillOn(source.Token); Sleep(5).Await(); source.Cancel(); g.Join().Await(); End(g);"),
        ("group", "var all = new Group(); var g = all.Spawn(Body()); Sleep(5).Await(); all.Kill().Await(); End(g);"),
        ("timeout", "var g = Spawn(TimesOut(Body)); g.Join().Await(); End(g);"),
        ("with timeout", "var g = Spawn(WithTimeouts(Body)); g.Join().Await(); End(g);"),
        ("scope", "var g = Spawn(InScope(Body)); g.Join().Await(); End(g);"),
        ("sibling fails", "var g = Spawn(InNursery(Body)); g.Join().Await(); End(g);"),
        ("timeout and kill", "var g = Spawn(TimesOut(Body)); Sleep(5).Await(); g.Kill().Await(); End(g);"),
    ];

    private static readonly Lazy<(Assembly Plain, Assembly Lowered)> s_programs = new(() =>
    {
        var plain = Compilations.Of([Compilations.Tree(Source(), "Matrix.cs")]);
        return (Compilations.Load(plain), Compilations.Load(ThreeWays.Lower(plain.WithAssemblyName("Lowered"))));
    });

    // Below a clause of plain code that catches the exit no filter of ours is asked, so nothing shields a cleanup there from a second one. docs/design/exits.md.
    private static readonly string[] s_second = ["kill twice", "kill thrice in the cleanup", "timeout and kill"];
    private static readonly string[] s_catching = ["swallowed", "rethrown", "accepted"];

    public static TheoryData<string> Exits => [.. s_exits.Select(exit => exit.Name)];

    [Theory]
    [MemberData(nameof(Exits))]
    public void TheSameHappensLoweredAndNot(string exit)
    {
        var (plain, lowered) = s_programs.Value;
        var different = new List<string>();
        for (var wait = 0; wait < s_waits.Length; wait++)
        {
            for (var cleanup = 0; cleanup < s_cleanups.Length; cleanup++)
            {
                var expected = Run(lowered, exit, $"C{wait}_{cleanup}");
                foreach (var (way, trace) in new[] { ("un-lowered", Run(plain, exit, $"C{wait}_{cleanup}")), ("plain method", Run(lowered, exit, $"P{wait}_{cleanup}")), ("plain method, un-lowered", Run(plain, exit, $"P{wait}_{cleanup}")) })
                {
                    if (trace != expected && !(IsCutShort(exit, s_cleanups[cleanup].Name) && Ending(trace) == Ending(expected))) different.Add($"{s_waits[wait].Name}; {s_cleanups[cleanup].Name}: {way}\n  {expected}\n  {trace}");
                }
            }
        }

        Assert.True(different.Count == 0, $"{different.Count} of {3 * s_waits.Length * s_cleanups.Length} differ:\n{string.Join('\n', different)}");
    }

    private static bool IsCutShort(string exit, string cleanup) => s_second.Contains(exit) && s_catching.Any(word => cleanup.Contains(word, StringComparison.Ordinal));

    private static string Ending(string trace) => trace[..trace.LastIndexOf(" at ", StringComparison.Ordinal)][trace.LastIndexOf('|')..];

    private static string Run(Assembly program, string exit, string body) =>
        (string)program.GetType("Matrix")!.GetMethod("Run")!.Invoke(null, [Array.FindIndex(s_exits, e => e.Name == exit), body])!;

    private static string Source()
    {
        var source = new StringBuilder(Text.Replace("EXITS", string.Join('\n', s_exits.Select((exit, i) => $"[Coroutine] static IEnumerator<Yield> E{i}(Func<IEnumerator<Yield>> Body) {{ {exit.Code} yield break; }}")), StringComparison.Ordinal)
            .Replace("CHOICE", string.Join('\n', s_exits.Select((_, i) => $"case {i}: return E{i}(body);")), StringComparison.Ordinal));
        var names = new StringBuilder();
        for (var wait = 0; wait < s_waits.Length; wait++)
        {
            for (var cleanup = 0; cleanup < s_cleanups.Length; cleanup++)
            {
                var code = s_cleanups[cleanup].Code.Replace("W ", s_waits[wait].Code + " ", StringComparison.Ordinal);
                source.AppendLine($"[Coroutine] static IEnumerator<Yield> C{wait}_{cleanup}() {{ {code} yield break; }}");
                source.AppendLine($"static void M{wait}_{cleanup}() {{ {code} }}");
                source.AppendLine($"[Coroutine] static IEnumerator<Yield> P{wait}_{cleanup}() {{ M{wait}_{cleanup}(); yield break; }}");
                names.AppendLine($"[\"C{wait}_{cleanup}\"] = () => C{wait}_{cleanup}(), [\"P{wait}_{cleanup}\"] = () => P{wait}_{cleanup}(),");
            }
        }

        return source.Append("static readonly Dictionary<string, Func<IEnumerator<Yield>>> s_bodies = new() {").Append(names).Append("}; }").ToString();
    }

    private const string Text = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using CoroutineDsl;
        using static CoroutineDsl.Greenlet;

        public static partial class Matrix
        {
            static readonly List<string> s_log = new();
            static CoLock s_lock = new();
            static CoQueue<int> s_queue = new();

            static void Add(string what) => s_log.Add(what);
            static void Throw(string what) => throw new InvalidOperationException(what);

            public static string Run(int exit, string body)
            {
                s_log.Clear();
                s_lock = new();
                s_queue = new();
                var time = new VirtualTime();
                using var hub = new Hub(new HubOptions { TimeProvider = time });
                hub.UnhandledException = (_, failure) => Add($"unobserved {failure.GetType().Name} {failure.Message}");
                try
                {
                    var main = Spawn(Exit(exit, s_bodies[body]));
                    main.Join(60_000).Await();
                    Add(main.IsReady ? "" : "HANGS");
                    Sleep(1000).Await();
                }
                catch (Exception exception)
                {
                    Add($"main: {exception.GetType().Name}");
                }

                Add($"{hub.Count} left, lock {s_lock.IsLocked}");
                return string.Join(" ", s_log);
            }

            static IEnumerator<Yield> Exit(int exit, Func<IEnumerator<Yield>> body)
            {
                switch (exit)
                {
                    CHOICE
                    default: throw new InvalidOperationException();
                }
            }

            static void End(Greenlet g) => Add($"| {g.IsReady} {g.IsKilled} {g.Exception?.GetType().Name} {g.Exception?.Message} at {((VirtualTime)Hub.Current.Time).Elapsed.TotalMilliseconds}");

            EXITS

            [Coroutine]
            static IEnumerator<Yield> TimesOut(Func<IEnumerator<Yield>> body)
            {
                using var t = CoTimeout.Start(5);
                try { body().Await(); }
                catch (CoTimeoutException e) when (e.Timeout == t) { e.Accept(); Add("mine"); }
                Sleep(1).Await();
                Add("went on");
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield> WithTimeouts(Func<IEnumerator<Yield>> body)
            {
                try { WithTimeout(TimeSpan.FromMilliseconds(5), Returns(body), 7).Await(); }
                catch (TimeoutException) { Add("timed out"); }
                Sleep(1).Await();
                Add("went on");
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield<int>> Returns(Func<IEnumerator<Yield>> body)
            {
                body().Await();
                yield return 1;
            }

            [Coroutine]
            static IEnumerator<Yield> InScope(Func<IEnumerator<Yield>> body)
            {
                Add($"scope {CancelScope.Run(s => body(), 5).Await()}");
                Sleep(1).Await();
                Add("went on");
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield> InNursery(Func<IEnumerator<Yield>> body)
            {
                try { Nursery.Run(children => Fails(children, body)).Await(); }
                catch (Exception e) { Add(e.Message); }
                Sleep(1).Await();
                Add("went on");
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield> Fails(Nursery children, Func<IEnumerator<Yield>> body)
            {
                children.Spawn(body());
                Sleep(5).Await();
                Throw("sibling");
                yield break;
            }

            [Coroutine] static IEnumerator<Yield> Inner() { try { Sleep(50).Await(); } finally { Sleep(1).Await(); Add("inner"); } yield break; }
            [Coroutine] static IEnumerator<Yield> Other() { Sleep(20).Await(); Add("other"); yield break; }
            [Coroutine] static IEnumerator<Yield> Child() { try { Sleep(30).Await(); } finally { Sleep(2).Await(); Add("child"); } yield break; }
            [Coroutine] static IEnumerator<Yield> Owns(Nursery children) { children.Spawn(Child()); yield break; }
            [Coroutine] static IEnumerator<Yield> CleansUp() { Sleep(1).Await(); try { Sleep(1).Await(); } finally { Sleep(1).Await(); Add("clean"); } yield break; }
            static void Plain() { try { Sleep(50).Await(); } finally { Sleep(1).Await(); Add("plain"); } }
            static void CleansUpPlainly() { Sleep(1).Await(); try { Sleep(1).Await(); } finally { Sleep(1).Await(); Add("clean"); } }

            sealed class Closes : IDisposable
            {
                public bool Throws;
                public void Dispose() { Sleep(1).Await(); Sleep(1).Await(); Add("closed"); if (Throws) Throw("D"); }
            }

        """;
}

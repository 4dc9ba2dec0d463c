using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>The table of docs/design/contexts.md, row by row. Alone: it turns off the reading of a private field for a while.</summary>
[Collection(Net.Descriptors.Alone)]
public sealed partial class ContextTableTests : HubTest
{
    private static readonly AsyncLocal<string?> s_value = new();

    private readonly Action<Action> _plain = code => code(); // out of the analyzer's sight: to pass the baton is the point

    private static readonly Dictionary<string, Action<ContextTableTests>> s_cases = new()
    {
        ["a spawned greenlet"] = test => test.Spawned(),
        ["a step of a greenlet"] = test => test.Steps(),
        ["a nested coroutine of a lowered coroutine"] = test => test.Runs(Spawn(test.CallsLowered())),
        ["a nested coroutine of an un-lowered coroutine"] = test => test.Runs(Spawn(test.CallsUnlowered())),
        ["a coroutine that the main program awaits"] = test => test.MainAwaits(),
        ["a coroutine that a plain method awaits"] = test => test.Runs(Spawn(test.HelperAwaits())),
        ["a callback of `Hub.Post`"] = test => test.Posts(),
        ["an `async` method that comes back to the hub"] = test => test.ComesBack(),
        ["a callback after a greenlet's step"] = test => test.AfterAStep(),
        ["`HubGroup.Spawn`"] = test => test.OnAnotherHub(),
        ["a callback of `Link`"] = test => test.Links(),
        ["a handler of a signal"] = test => test.Signals(),
        ["a handler of a hook"] = test => test.Hooks(),
        ["`UnhandledException`"] = test => test.Unhandled(),
        ["`Offload` and `WorkerPool`"] = test => test.OtherThreads(),
        ["a timeout"] = test => test.Runs(Spawn(test.TimesOut())),
        ["a switch"] = test => test.Switches(),
        ["where the flow is suppressed"] = test => test.Suppressed(),
    };

    public static TheoryData<string, bool> Cases()
    {
        var cases = new TheoryData<string, bool>();
        foreach (var name in s_cases.Keys)
        {
            cases.Add(name, true);
            cases.Add(name, false);
        }

        return cases;
    }

    [Fact]
    public void Each_row_has_a_case_and_each_case_a_row() => Assert.Equal(Rows().Order(), s_cases.Keys.Order());

    [Fact]
    public void The_private_field_is_what_it_was() => Assert.True(FlowingContext.ReadsField);

    [Theory, MemberData(nameof(Cases))]
    public void Row(string name, bool readsField)
    {
        var before = FlowingContext.ReadsField;
        FlowingContext.ReadsField = readsField;
        s_value.Value = null;
        try
        {
            using var hub = Start();
            s_cases[name](this);
            Assert.Empty(Reported);
        }
        finally
        {
            s_value.Value = null;
            FlowingContext.ReadsField = before;
        }
    }

    [Fact]
    public void The_culture_and_the_activity_flow_too()
    {
        using var hub = Start();
        var (culture, activity) = (CultureInfo.CurrentCulture, new System.Diagnostics.Activity("test").Start());
        var own = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        own.NumberFormat.NumberDecimalSeparator = ";";
        CultureInfo.CurrentCulture = own;
        try
        {
            Spawn(Disturbs());
            Assert.Equal("1;5 test", Awaited().Await());
            Assert.Equal("1;5 test", $"{1.5} {System.Diagnostics.Activity.Current?.OperationName}");
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            activity.Stop();
        }
    }

    private static IEnumerable<string> Rows() =>
        File.ReadLines(Path.Combine(Repository.Root, "docs/design/contexts.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim()).Where(name => name is not "entry" and not "---");

    private void Runs(Greenlet greenlet)
    {
        Spawn(Disturbs(), "disturbs");
        greenlet.Await();
        Assert.Null(s_value.Value);
    }

    /// <summary>Another greenlet that has a value of its own and runs between the steps of the others.</summary>
    [Coroutine]
    private IEnumerator<Yield> Disturbs()
    {
        s_value.Value = "disturbed";
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        for (var i = 0; i < 20; i++) yield return Sleep();
    }

    private void Spawned()
    {
        s_value.Value = "main";
        var greenlet = Spawn(Reads());
        s_value.Value = "later";
        Assert.Equal("main", greenlet.Await());
        Assert.Equal("later", s_value.Value);
        Assert.Equal("later", SpawnLater(1, Reads()).Await());
    }

    private void Steps()
    {
        Greenlet<string?>[] greenlets = [Spawn(Sets("one")), Spawn(Reads()), Spawn(Sets("two"))];
        JoinAll(greenlets).Await();
        Assert.Equal(["one", null, "two"], greenlets.Select(greenlet => greenlet.Value));
    }

    [Coroutine]
    private IEnumerator<Yield<string?>> Reads()
    {
        var first = s_value.Value;
        Sleep().Await();
        Assert.Equal(first, s_value.Value);
        yield return first;
    }

    [Coroutine]
    private IEnumerator<Yield<string?>> Sets(string value)
    {
        Sleep().Await();
        s_value.Value = value;
        Sleep().Await();
        yield return s_value.Value;
    }

    [Coroutine]
    private IEnumerator<Yield> CallsLowered()
    {
        s_value.Value = "caller";
        Assert.Equal("nested", Sets("nested").Await());
        Assert.Equal("nested", s_value.Value);
        SetsAtOnce("at once").Await();
        Assert.Equal("at once", s_value.Value);
        yield break;
    }

    private IEnumerator<Yield> CallsUnlowered()
    {
        s_value.Value = "caller";
        Assert.Equal("nested", Sets("nested").Await());
        Assert.Equal("nested", s_value.Value);
        SetsAtOnce("at once").Await();
        Assert.Equal("at once", s_value.Value);
        yield return Coroutine.Call(SetsAtOnce("yielded"));
        Assert.Equal("yielded", s_value.Value);
    }

    [Coroutine]
    private IEnumerator<Yield> SetsAtOnce(string value)
    {
        s_value.Value = value;
        yield break;
    }

    private void MainAwaits()
    {
        Spawn(Disturbs(), "disturbs");
        s_value.Value = "main";
        Assert.Equal("main", Reads().Await());
        Assert.Equal("nested", Sets("nested").Await());
        Assert.Equal("main", s_value.Value);
        SetsAtOnce("at once").Await();
        Assert.Equal("main", s_value.Value);
        Sleep(1).Await();
        Assert.Equal("main", s_value.Value);
        Assert.Equal("main", Task.Run(() => s_value.Value).Await());
    }

    [Coroutine]
    private IEnumerator<Yield> HelperAwaits()
    {
        s_value.Value = "greenlet";
        _plain(Helper);
        Assert.Equal("helper", s_value.Value);
        Sleep().Await();
        Assert.Equal("helper", s_value.Value);
        yield break;
    }

    private void Helper()
    {
        Assert.Equal("greenlet", Reads().Await());
        s_value.Value = "helper";
        Assert.Equal("nested", Sets("nested").Await());
        Assert.Equal("helper", s_value.Value);
        Sleep(1).Await();
        Assert.Equal("helper", s_value.Value);
    }

    private void Posts()
    {
        var seen = new List<string?>();
        s_value.Value = "main";
        Hub.Current.Post(() =>
        {
            seen.Add(s_value.Value);
            s_value.Value = "callback";
            seen.Add(Task.Run(() => s_value.Value).Result);
        });
        s_value.Value = null;
        Hub.Current.Post(() => seen.Add(s_value.Value));
        Sleep(1).Await();
        Assert.Equal(["main", "callback", null], seen);
    }

    private void ComesBack()
    {
        var seen = new List<string?>();
        Hub.Current.Post(() => _ = Comes());
        Sleep(1).Await();
        Hub.Current.Post(() => seen.Add(s_value.Value));
        Sleep(1).Await();
        Assert.Equal(["async", null], seen);

        async Task Comes()
        {
            s_value.Value = "async";
            await Task.Yield();
            seen.Add(s_value.Value);
        }
    }

    private void AfterAStep()
    {
        var seen = new List<string?>();
        var hub = Hub.Current;
        var posted = new AsyncResult<bool>();
        Spawn(Disturbs(), "disturbs");
        var thread = new Thread(() => hub.Post(() =>
        {
            seen.Add(s_value.Value);
            seen.Add(Task.Run(() => s_value.Value).Result);
            seen.Add(Spawn(Reads()).Value);
            posted.Set(true);
        }));
        thread.UnsafeStart();
        posted.Get().Await();
        thread.Join();
        Assert.Equal([null, null, null], seen);
    }

    private void OnAnotherHub()
    {
        using var group = new HubGroup(1);
        s_value.Value = "spawner";
        var one = group.Spawn(() => Sets("elsewhere"), 0);
        var other = group.Spawn(() => Reads(), 0);
        s_value.Value = null;
        var none = group.Spawn(() => Reads(), 0);
        Assert.Equal<IEnumerable<string?>>(["elsewhere", "spawner", null], Task.WhenAll(one, other, none).Await());
    }

    private void Links()
    {
        var seen = new List<string?>();
        var greenlet = Spawn(Sets("greenlet"));
        s_value.Value = "linker";
        greenlet.Link(_ => seen.Add(s_value.Value));
        s_value.Value = null;
        greenlet.Link(_ => seen.Add(s_value.Value));
        Sleep(1).Await();
        Assert.Equal(["linker", null], seen);
    }

    private void Signals()
    {
        var seen = new AsyncResult<string?>();
        s_value.Value = "handler";
        using var handler = Hub.Current.HandleSignal((PosixSignal)28, () => seen.Set(s_value.Value));
        s_value.Value = null;
        Os.Signals.Raise(28);
        Assert.Equal("handler", seen.Get().Await());
    }

    private void Hooks()
    {
        var seen = new List<string?>();
        Hub.Current.Ended += Handle;
        Spawn(Sets("greenlet")).Await();
        Hub.Current.Ended -= Handle;
        Assert.Equal(["greenlet"], seen);
        Assert.Null(s_value.Value);

        void Handle(Greenlet greenlet)
        {
            seen.Add(s_value.Value);
            s_value.Value = "handler";
        }
    }

    private void Unhandled()
    {
        var seen = new List<string?>();
        Hub.Current.UnhandledException = (_, _) =>
        {
            seen.Add(s_value.Value);
            s_value.Value = "handler";
        };
        Spawn(Fails());
        Sleep(1).Await();
        Spawn(Fails());
        Sleep(1).Await();
        Assert.Equal([null, null], seen);
        Assert.Null(s_value.Value);
    }

    [Coroutine]
    private IEnumerator<Yield> Fails()
    {
        s_value.Value = "fails";
        throw new TimeoutException();
#pragma warning disable CS0162 // an iterator has a yield
        yield break;
#pragma warning restore CS0162
    }

    private void OtherThreads()
    {
        s_value.Value = "main";
        Assert.Equal("main", Hub.Current.Offload(Change).Await());
        using var pool = new WorkerPool(1);
        Assert.Equal("main", pool.Spawn(Change).Get().Await());
        s_value.Value = null;
        Assert.Null(pool.Spawn(Change).Get().Await());

        static string? Change()
        {
            var before = s_value.Value;
            s_value.Value = "worker";
            return before;
        }
    }

    [Coroutine]
    private IEnumerator<Yield> TimesOut()
    {
        s_value.Value = "greenlet";
        using var scope = CoTimeout.Start(1);
        try
        {
            Sleep(1000).Await();
        }
        catch (CoTimeoutException)
        {
            Assert.Equal("greenlet", s_value.Value);
        }

        yield break;
    }

    private void Switches()
    {
        s_value.Value = "main";
        var other = Create(Receives());
        Assert.Equal("main", other.Switch("first").Await());
        Assert.Equal("main", s_value.Value);
        Assert.Equal("received", other.Switch("second").Await());
        Assert.Equal("main", s_value.Value);
    }

    [Coroutine]
    private IEnumerator<Yield<string?>> Receives()
    {
        Receive<string>().Await();
        var before = s_value.Value;
        s_value.Value = "received";
        Greenlet.Current.Parent!.Switch(before).Await();
        yield return s_value.Value;
    }

    private void Suppressed()
    {
        s_value.Value = "main";
        Greenlet<string?> greenlet;
        using (ExecutionContext.SuppressFlow()) greenlet = Spawn(Reads());
        Assert.Null(greenlet.Await());
        Assert.Equal("main", s_value.Value);
    }

    [Coroutine]
    private IEnumerator<Yield<string>> Awaited()
    {
        Sleep().Await();
        yield return $"{1.5} {System.Diagnostics.Activity.Current?.OperationName}";
    }
}

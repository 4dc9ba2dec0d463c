using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Diagnostics.Tracing;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class MeterTests : HubTest
{
    private static readonly ActivitySource s_requests = new("MeterTests");

    [Fact]
    public void The_meter_counts_spawns_ends_failures_and_switches_by_hub()
    {
        using var hub = Start(new HubOptions { Name = nameof(The_meter_counts_spawns_ends_failures_and_switches_by_hub) });
        Spawn(Naps(Forever));
        for (var i = 0; i < 5; i++) Spawn(Naps(TimeSpan.FromSeconds(1)));
        Spawn(Fails());
        Sleep(TimeSpan.FromSeconds(5)).Await();
        Assert.Single(Reported);
        var seen = Collect(hub.Options.Name!);
        Assert.Equal(1, seen["coroutinedsl.greenlet.count parked"] + seen["coroutinedsl.greenlet.count runnable"]);
        Assert.True(seen["coroutinedsl.greenlet.spawns"] >= 7);
        Assert.Equal(1, seen["coroutinedsl.greenlet.spawns"] - seen["coroutinedsl.greenlet.ends"]);
        Assert.Equal(1, seen["coroutinedsl.greenlet.failures"]);
        Assert.True(seen["coroutinedsl.hub.switches"] >= 12);
        Assert.Equal(1, seen["coroutinedsl.hub.timers"]);
        Assert.Equal(0, seen["coroutinedsl.hub.parked_threads"]);
        Assert.Contains("coroutinedsl.hub.sockets", seen.Keys);
        Assert.Contains("coroutinedsl.task_wait.abandoned", seen.Keys);
    }

    [Fact]
    public void The_loops_lag_and_how_busy_the_hub_is_are_measured_while_somebody_listens()
    {
        using var hub = new Hub(new HubOptions { Name = nameof(The_loops_lag_and_how_busy_the_hub_is_are_measured_while_somebody_listens) });
        var lag = new AsyncResult<double>();
        using var listener = Listen("coroutinedsl.hub.loop.lag", hub.Options.Name!, value => hub.Post(() =>
        {
            if (!lag.IsReady) lag.Set(value);
        }));
        listener.RecordObservableInstruments();
        Assert.True(lag.Get(TimeSpan.FromMinutes(1)).Await() >= 0);
    }

    [Fact]
    public void Coroutines_that_are_not_lowered_are_counted_by_method()
    {
        using var hub = Start();
        var methods = new List<string?>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "coroutinedsl.coroutine.unlowered") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (methods) methods.Add((string?)tags[0].Value);
        });
        listener.Start();
        Func<IEnumerator<Yield>> method = NotLowered;
        Spawn(method()).Await();
        lock (methods) Assert.Contains(nameof(NotLowered), methods);
    }

    [Fact]
    public void A_greenlet_is_a_span_of_its_spawners_activity_where_the_options_ask_for_it()
    {
        var ended = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "CoroutineDsl" or "MeterTests",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity =>
            {
                lock (ended) ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var hub = Start(new HubOptions { TracesGreenlets = true });
        using var request = s_requests.StartActivity("request");
        var names = new List<string?>();
        Spawn(Traced(names), "worker").Await();
        Spawn(Fails(), "failing");
        Sleep(1).Await();
        Assert.Same(request, Activity.Current);
        Assert.Equal(["worker", "worker"], names);
        lock (ended)
        {
            var span = ended.Single(activity => activity.DisplayName == "worker" && activity.ParentSpanId == request!.SpanId);
            Assert.Equal(nameof(Traced), span.GetTagItem("code.function.name"));
            Assert.Equal(ActivityStatusCode.Error, ended.Single(activity => activity.DisplayName == "failing" && activity.ParentSpanId == request!.SpanId).Status);
        }
    }

    [Fact]
    public void The_event_source_tells_who_runs_and_waits_while_it_is_enabled()
    {
        using var hub = Start();
        using (var listener = new Events())
        {
            Sleep(1).Await();
            Spawn(Naps(TimeSpan.FromSeconds(1)), "napper-of-the-event-source").Await();
            var id = listener.Ids("Spawned", "napper-of-the-event-source").Single();
            Assert.Equal(["Spawned", "Runs", "Waits", "Woken", "Runs", "Ended"], listener.Of(id));
        }

        Sleep(1).Await();
        Assert.False(hub.Hooks.AreStepsRaised);
    }

    private static Dictionary<string, double> Collect(string hub)
    {
        var seen = new Dictionary<string, double>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "CoroutineDsl") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return seen;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length == 0 || (string?)tags[0].Value != hub) return;
            lock (seen) seen[tags.Length == 1 ? instrument.Name : $"{instrument.Name} {tags[1].Value}"] = value;
        }
    }

    private static MeterListener Listen(string name, string hub, Action<double> action)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "CoroutineDsl") self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            if (instrument.Name == name && (string?)tags[0].Value == hub) action(value);
        });
        listener.Start();
        return listener;
    }

    [Coroutine]
    private static IEnumerator<Yield> Naps(TimeSpan span)
    {
        yield return Sleep(span);
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Sleep();
        throw new InvalidOperationException("out of paper");
    }

    [Coroutine]
    private static IEnumerator<Yield> Traced(List<string?> names)
    {
        names.Add(Activity.Current?.DisplayName);
        yield return Sleep(1);
        names.Add(Activity.Current?.DisplayName);
    }

    private static IEnumerator<Yield> NotLowered()
    {
        yield return Sleep(1);
    }

    private sealed class Events : EventListener
    {
        private readonly List<(string Event, object?[] Values)> _seen = [];

        public IEnumerable<long> Ids(string kind, string name)
        {
            lock (_seen) return [.. _seen.Where(seen => seen.Event == kind && (string?)seen.Values[1] == name).Select(seen => (long)seen.Values[0]!)];
        }

        public string[] Of(long id)
        {
            lock (_seen) return [.. _seen.Where(seen => seen.Values[0] is long value && value == id).Select(seen => seen.Event)];
        }

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "CoroutineDsl") EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)1);
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventSource.Name != "CoroutineDsl" || eventData.Payload is not { } payload) return;
            lock (_seen) _seen.Add((eventData.EventName!, [.. payload]));
        }
    }
}

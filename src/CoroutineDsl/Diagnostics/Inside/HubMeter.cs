using System.Diagnostics.Metrics;

namespace CoroutineDsl;

/// <summary>The meter "CoroutineDsl": docs/observability.md lists its instruments. What is observed is read from the hubs when somebody collects; nothing is counted for it while nobody does.</summary>
internal static class HubMeter
{
    public const string Name = "CoroutineDsl";

    private const string Hub = "coroutinedsl.hub.name";
    private const string State = "coroutinedsl.greenlet.state";

    private static readonly Meter s_meter = new(Name, typeof(HubMeter).Assembly.GetName().Version?.ToString(3));

    private static readonly Histogram<double> s_lag = s_meter.CreateHistogram(
        "coroutinedsl.hub.loop.lag", "s", "How long a post waits until the hub's loop runs it.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] });

    private static readonly Counter<long> s_acceptErrors = s_meter.CreateCounter<long>("coroutinedsl.server.accept.errors", "{error}", "Connections that a server could not accept.");

    private static readonly Counter<long> s_unlowered = s_meter.CreateCounter<long>("coroutinedsl.coroutine.unlowered", "{coroutine}", "Coroutines that began to run and were not lowered, by method.");

    static HubMeter()
    {
        s_meter.CreateObservableUpDownCounter("coroutinedsl.greenlet.count", Counts, "{greenlet}", "Greenlets that have been started and have not ended, by state.");
        Total("coroutinedsl.greenlet.spawns", "{greenlet}", "Greenlets started.", hub => hub.EndedCount + hub.Count);
        Total("coroutinedsl.greenlet.ends", "{greenlet}", "Greenlets ended, in whichever way.", hub => hub.EndedCount);
        Total("coroutinedsl.greenlet.failures", "{greenlet}", "Greenlets ended with a failure.", hub => hub.Failures.FailureCount);
        Total("coroutinedsl.task_wait.abandoned", "{wait}", "Waits for tasks that were cancelled and did not end within the grace.", hub => hub.Failures.AbandonedCount);
        Total("coroutinedsl.hub.switches", "{switch}", "Steps of greenlets.", hub => hub.Loop.Trampoline.Steps);
        Gauge("coroutinedsl.hub.timers", "{timer}", "Sleeps, timeouts and deadlines to come.", hub => hub.Timers.Count);
        Gauge("coroutinedsl.hub.sockets", "{socket}", "Sockets that the hub's selector watches.", hub => hub.Inbox.SocketCount);
        Gauge("coroutinedsl.hub.parked_threads", "{thread}", "Threads parked by Await() in code that is not lowered.", hub => hub.HandOff.ParkedThreads);
        s_meter.CreateObservableGauge("coroutinedsl.hub.busy", Ratios, "1", "The part of the last ten seconds that the hub was awake, sampled.");
    }

    /// <summary>Makes the instruments, so that a listener finds them.</summary>
    public static void Touch() => System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(HubMeter).TypeHandle);

    public static void RecordLag(Hub hub, TimeSpan lag)
    {
        if (s_lag.Enabled) s_lag.Record(lag.TotalSeconds, TagOf(hub));
    }

    public static void AcceptFailed(Hub hub)
    {
        if (s_acceptErrors.Enabled) s_acceptErrors.Add(1, TagOf(hub));
    }

    /// <summary>A coroutine that was not lowered begins to run.</summary>
    public static void Unlowered(object iterator)
    {
        if (s_unlowered.Enabled) s_unlowered.Add(1, new KeyValuePair<string, object?>("code.function.name", IteratorName.Of(iterator)));
    }

    private static KeyValuePair<string, object?> TagOf(Hub hub) => new(Hub, HubInsight.Of(hub).Name);

    private static void Total(string name, string unit, string description, Func<Hub, long> value) => s_meter.CreateObservableCounter(name, () => Each(value), unit, description);

    private static void Gauge(string name, string unit, string description, Func<Hub, long> value) => s_meter.CreateObservableUpDownCounter(name, () => Each(value), unit, description);

    private static IEnumerable<Measurement<long>> Each(Func<Hub, long> value)
    {
        HubSampler.Want();
        return HubInsight.All().Select(insight => insight.Hub).OfType<Hub>().Select(hub => new Measurement<long>(value(hub), TagOf(hub)));
    }

    private static IEnumerable<Measurement<double>> Ratios()
    {
        HubSampler.Want();
        return HubInsight.All().Where(insight => insight.Hub is not null).Select(insight => new Measurement<double>(insight.Load.BusyRatio, new KeyValuePair<string, object?>(Hub, insight.Name)));
    }

    private static IEnumerable<Measurement<long>> Counts()
    {
        HubSampler.Want();
        foreach (var insight in HubInsight.All())
        {
            if (insight.Hub is not { } hub) continue;
            var runnable = Math.Clamp(hub.Ready.Count, 0, hub.Count);
            yield return new Measurement<long>(runnable, TagOf(hub), new KeyValuePair<string, object?>(State, "runnable"));
            yield return new Measurement<long>(hub.Count - runnable, TagOf(hub), new KeyValuePair<string, object?>(State, "parked"));
        }
    }
}

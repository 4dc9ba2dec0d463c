using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class TelemetryTests : QueueTest
{
    [Theory, MemberData(nameof(Stores))]
    public void Spans_reach_through_the_queue_and_metrics_count(string store) => Run(() => Observes(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Observes(JobWorkerOptions options)
    {
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is JobTelemetry.Name or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var outcomes = new ConcurrentDictionary<string, long>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter.Name == JobTelemetry.Name) all.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "outcome") outcomes.AddOrUpdate((string)tag.Value!, value, (_, sum) => sum + value);
            }
        });
        meters.Start();

        using var source = new ActivitySource("test");
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options);
        ActivityTraceId trace;
        using (var mine = source.StartActivity("mine")!)
        {
            trace = mine.TraceId;
            queue.Request(FailUntilJob(options.Name, 2)).Await();
        }

        Until(() => ended.Count(span => span.TraceId == trace) >= 4).Await();
        var spans = ended.Where(span => span.TraceId == trace).ToArray();
        var sent = Assert.Single(spans, span => span.Kind == ActivityKind.Producer);
        var runs = spans.Where(span => span.Kind == ActivityKind.Consumer).ToArray();
        Assert.All(runs, run => Assert.Equal(sent.SpanId, run.ParentSpanId));
        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], runs.Select(run => run.Status));
        Assert.Equal([1, 2], runs.Select(run => run.GetTagItem("job.attempt")));
        Assert.True(outcomes["done"] >= 1 && outcomes["failed"] >= 1);
        yield break;
    }
}

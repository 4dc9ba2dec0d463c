using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>The activity source "CoroutineDsl": a span for each greenlet of a hub whose options ask for it, from the spawn to the end, as a child of the spawner's activity. It is the greenlet's current activity.</summary>
internal sealed class GreenletSpans
{
    private static readonly ActivitySource s_source = new(HubMeter.Name);

    private readonly ConditionalWeakTable<Greenlet, Activity> _spans = [];

    private GreenletSpans()
    {
    }

    public static void Follow(Hub hub)
    {
        var spans = new GreenletSpans();
        hub.Hooks.Change(handlers =>
        {
            handlers.Spawned += spans.Begin;
            handlers.Ended += spans.End;
        });
    }

    private void Begin(Greenlet greenlet)
    {
        if (!s_source.HasListeners()) return;
        var outer = Activity.Current;
        var span = s_source.StartActivity(greenlet.Extras?.Name ?? greenlet.Root.Method);
        if (span is null) return;
        if (span.IsAllDataRequested)
        {
            span.SetTag("coroutinedsl.greenlet.id", greenlet.Id);
            span.SetTag("coroutinedsl.hub.name", HubInsight.Of(greenlet.Hub).Name);
            span.SetTag("code.function.name", greenlet.Root.Method);
            if (greenlet.Root is { Line: > 0 } root)
            {
                span.SetTag("code.file.path", root.File);
                span.SetTag("code.line.number", root.Line);
            }
        }

        greenlet.SaveContext(ExecutionContext.Capture());
        Activity.Current = outer;
        _spans.Add(greenlet, span);
    }

    private void End(Greenlet greenlet)
    {
        if (!_spans.TryGetValue(greenlet, out var span)) return;
        _spans.Remove(greenlet);
        if (greenlet.State.HasFailed && greenlet.Extras?.Exception is { } exception)
        {
            span.SetStatus(ActivityStatusCode.Error, exception.Message);
            span.AddException(exception);
        }

        var current = Activity.Current;
        span.Stop();
        Activity.Current = ReferenceEquals(current, span) ? null : current;
    }
}

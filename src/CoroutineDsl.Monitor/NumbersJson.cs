using System.Text.Json;

namespace CoroutineDsl.Monitor;

/// <summary>The numbers of a hub as JSON.</summary>
internal static class NumbersJson
{
    public static void Write(Utf8JsonWriter writer, HubInsight insight, ReadOnlySpan<HubNumbers> last)
    {
        writer.WriteStartObject();
        writer.WriteNumber("hub", insight.Number);
        writer.WriteString("name", insight.Name);
        writer.WriteStartArray("points");
        foreach (var point in last) Write(writer, point);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, HubNumbers point)
    {
        writer.WriteStartObject();
        writer.WriteNumber("t", point.Time);
        writer.WriteNumber("greenlets", point.Greenlets);
        writer.WriteNumber("runnable", point.Runnable);
        writer.WriteNumber("timers", point.Timers);
        writer.WriteNumber("sockets", point.Sockets);
        writer.WriteNumber("threads", point.ParkedThreads);
        writer.WriteNumber("switches", Math.Round(point.SwitchesPerSecond, 1));
        writer.WriteNumber("lag", Math.Round(point.LagMs, 2));
        writer.WriteNumber("lagP95", Math.Round(point.OneInTwentyMs, 2));
        writer.WriteNumber("busy", Math.Round(point.Busy, 3));
        writer.WriteNumber("spawns", point.Spawns);
        writer.WriteNumber("ends", point.Ends);
        writer.WriteNumber("failures", point.Failures);
        if (point is { Running: { } running, RunningMs: >= 20 })
        {
            writer.WriteString("running", running);
            writer.WriteNumber("runningId", point.RunningId!.Value);
            writer.WriteNumber("runningMs", Math.Round(point.RunningMs));
        }

        writer.WriteEndObject();
    }
}

using System.Text.Json;

namespace CoroutineDsl;

/// <summary>A tree as JSON.</summary>
internal static class TreeJson
{
    public static void Write(Utf8JsonWriter writer, GreenletTree tree)
    {
        writer.WriteStartObject();
        writer.WriteString("hub", tree.HubName);
        writer.WriteString("takenAt", tree.TakenAt);
        writer.WriteBoolean("racing", tree.IsRacing);
        writer.WriteNumber("busyForMs", tree.BusyFor.TotalMilliseconds);
        writer.WriteNumber("timers", tree.TimerCount);
        writer.WriteNumber("parkedThreads", tree.ParkedThreads);
        writer.WriteStartArray("cycles");
        foreach (var cycle in tree.Cycles)
        {
            writer.WriteStartArray();
            foreach (var member in cycle) writer.WriteNumberValue(member.Id);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WritePropertyName("main");
        Write(writer, tree.Main);
        writer.WriteStartArray("greenlets");
        foreach (var greenlet in tree.Greenlets) Write(writer, greenlet);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, GreenletInfo greenlet)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", greenlet.Id);
        writer.WriteString("name", greenlet.Name);
        writer.WriteString("status", NameOf(greenlet.Status));
        if (greenlet.WaitsFor is { } waitsFor) writer.WriteString("waitsFor", waitsFor);
        if (greenlet.TimeLeft is { } left) writer.WriteNumber("timeLeftMs", left.TotalMilliseconds);
        if (greenlet.Owners.Count > 0) WriteOwners(writer, greenlet);
        writer.WriteStartArray("frames");
        foreach (var frame in greenlet.Frames) Write(writer, frame);
        writer.WriteEndArray();
        if (!greenlet.IsLowered) writer.WriteBoolean("lowered", false);
        if (greenlet.Unlowered is { } coroutine) writer.WriteString("unlowered", coroutine);
        if (greenlet.HoldsThread) writer.WriteBoolean("holdsThread", true);
        WriteTimes(writer, greenlet);
        writer.WriteEndObject();
    }

    public static string NameOf(GreenletStatus status) => status switch
    {
        GreenletStatus.Waiting => "waiting",
        GreenletStatus.Running => "running",
        GreenletStatus.Ended => "ended",
        _ => "ready",
    };

    private static void WriteTimes(Utf8JsonWriter writer, GreenletInfo greenlet)
    {
        writer.WriteString("born", greenlet.Born);
        writer.WriteBoolean("bornExact", greenlet.IsBornExact);
        writer.WriteString("since", greenlet.Since);
        writer.WriteBoolean("sinceExact", greenlet.IsSinceExact);
        if (greenlet.Switches is { } switches) writer.WriteNumber("switches", switches);
        if (greenlet.CpuTime is { } time) writer.WriteNumber("cpuMs", time.TotalMilliseconds);
        if (greenlet.LongestStep is { } step) writer.WriteNumber("longestStepMs", step.TotalMilliseconds);
        if (greenlet.CountedSince is { } counted) writer.WriteString("countedSince", counted);
        if (greenlet.Spawner is not { } spawner) return;
        writer.WriteStartObject("spawnedBy");
        writer.WriteNumber("id", greenlet.SpawnerId!.Value);
        writer.WriteString("name", spawner);
        if (greenlet.SpawnedAt is { } place)
        {
            writer.WritePropertyName("at");
            Write(writer, place);
            if (greenlet.IsSpawnedAfter) writer.WriteBoolean("after", true);
        }

        writer.WriteEndObject();
    }

    private static void WriteOwners(Utf8JsonWriter writer, GreenletInfo greenlet)
    {
        if (greenlet.IsOwnersOnly) writer.WriteBoolean("ownersOnly", true);
        writer.WriteStartArray("owners");
        foreach (var owner in greenlet.Owners)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", owner.Id);
            writer.WriteString("name", owner.Name);
            if (owner.IsDead) writer.WriteBoolean("dead", true);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, FrameLocation frame)
    {
        writer.WriteStartObject();
        writer.WriteString("method", frame.Method);
        if (frame.Line > 0)
        {
            writer.WriteString("file", frame.File);
            writer.WriteNumber("line", frame.Line);
        }

        writer.WriteEndObject();
    }
}

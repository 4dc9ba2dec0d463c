namespace CoroutineDsl;

/// <summary>What is written down about one greenlet while somebody listens.</summary>
/// <param name="now">When it is written down first.</param>
/// <param name="countedSince">Since when its steps are counted.</param>
internal sealed class GreenletFacts(DateTimeOffset now, DateTimeOffset countedSince)
{
    public readonly DateTimeOffset CountedSince = countedSince;
    public readonly DateTimeOffset Born = now;
    public bool IsBornExact;
    public DateTimeOffset Since = now;
    public bool IsSinceExact;
    public long Switches;
    public long CpuTime; // in ticks of the stopwatch, as the next
    public long LongestStep;
    public (long Id, string Name)? Spawner;
    public FrameLocation? SpawnedAt;
    public bool IsSpawnedAfter; // the line is where the spawner's step began
    public FrameLocation? LongestStepBefore; // where it stood when its longest step had ended

    public GreenletFacts Copy() => (GreenletFacts)MemberwiseClone();
}

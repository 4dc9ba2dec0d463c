namespace CoroutineDsl;

/// <summary>What is written down about one greenlet while somebody listens.</summary>
internal sealed class GreenletFacts(DateTimeOffset now)
{
    public readonly DateTimeOffset Born = now;
    public bool IsBornExact;
    public DateTimeOffset Since = now;
    public bool IsSinceExact;
    public long Switches;
    public long CpuTime; // in ticks of the stopwatch, as the next
    public long LongestStep;
    public (long Id, string Name)? Spawner;
    public FrameLocation? SpawnedAt;

    public GreenletFacts Copy() => (GreenletFacts)MemberwiseClone();
}

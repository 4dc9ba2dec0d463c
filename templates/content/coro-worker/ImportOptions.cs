namespace CoroWorker;

public sealed class ImportOptions
{
    /// <summary>How long it waits from one round to the next.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many items it imports at a time.</summary>
    public int Workers { get; set; } = 4;
}

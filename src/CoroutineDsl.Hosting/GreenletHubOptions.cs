namespace CoroutineDsl.Hosting;

/// <summary>How the host's hub is made. Bound to the configuration section <c>GreenletHub</c> where there is one.</summary>
public sealed class GreenletHubOptions
{
    /// <summary>The configuration section: <c>GreenletHub</c>.</summary>
    public const string Section = "GreenletHub";

    /// <summary>For logs, dumps, metrics and the monitor.</summary>
    public string Name { get; set; } = "host";

    /// <summary>For how long one greenlet may keep the hub busy before that is logged; <c>null</c>: for ever. By default 100 ms.</summary>
    public TimeSpan? MaxBlockingTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How many threads may be parked at once by <c>Await()</c> in code that is not lowered.</summary>
    public int MaxParkedThreads { get; set; } = 4096;

    /// <summary>How long a greenlet whose wait is given up waits for the end of the task that it cancelled.</summary>
    public TimeSpan AbandonGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether SIGQUIT writes the hub's greenlets to standard error.</summary>
    public bool DumpsOnQuit { get; set; }

    /// <summary>Whether each greenlet is a span of the activity source "CoroutineDsl".</summary>
    public bool TracesGreenlets { get; set; }

    /// <summary>How long the host's stop waits for services and connections to end by themselves before it kills them; never longer than the host's own shutdown timeout. By default 3 s.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Whether a service that fails stops the host. By default <c>true</c>.</summary>
    public bool StopsHostOnFailure { get; set; } = true;

    /// <summary>From which lag of its loop on the hub's health is degraded. By default 250 ms.</summary>
    public TimeSpan DegradedLag { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>After how long without an answer the hub counts as stuck, and unhealthy. By default 2 s.</summary>
    public TimeSpan StuckAfter { get; set; } = TimeSpan.FromSeconds(2);

    internal HubOptions ToHubOptions() => new()
    {
        Name = Name,
        MaxBlockingTime = MaxBlockingTime,
        MaxParkedThreads = MaxParkedThreads,
        AbandonGrace = AbandonGrace,
        DumpsOnQuit = DumpsOnQuit,
        TracesGreenlets = TracesGreenlets,
    };
}

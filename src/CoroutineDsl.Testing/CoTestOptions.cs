namespace CoroutineDsl.Testing;

/// <summary>How <see cref="CoTest"/> runs a test.</summary>
public sealed record CoTestOptions
{
    /// <summary>Shuffles what is ready, reproducibly (<see cref="HubOptions.Seed"/>); <c>null</c>: first in, first out. For <see cref="CoTest.RunSeeds(int, Func{IEnumerator{Yield}}, CoTestOptions?)"/>, the first seed.</summary>
    public int? Seed { get; init; }

    /// <summary>How much virtual time may pass. By default 1 day. On a clock that is not virtual, only <see cref="RealTimeLimit"/> counts.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How much real time the test may take. By default 30 s.</summary>
    public TimeSpan RealTimeLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether greenlets may fail without anybody looking.</summary>
    public bool AllowsUnobservedFailures { get; init; }

    /// <summary>Whether greenlets may be left when the test has ended. They are killed in any case.</summary>
    public bool AllowsLeftGreenlets { get; init; }

    /// <summary>Whether greenlets may wait for one another in a circle (<see cref="Hub.Deadlocked"/>), for a kill to free them.</summary>
    public bool AllowsDeadlocks { get; init; }

    /// <summary>How the hub is made. By default on a new <see cref="VirtualTime"/>.</summary>
    public HubOptions? Hub { get; init; }
}

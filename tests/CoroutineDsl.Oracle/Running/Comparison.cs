namespace CoroutineDsl.Oracle;

/// <summary>Runs one body all ways, undisturbed and disturbed at its suspension points, and tells the first difference.</summary>
public static class Comparison
{
    private static readonly Injection[] s_disturbances = [Injection.Throw, Injection.Kill, Injection.Timeout];

    /// <summary>Null where all agree. Every kind of disturbance at each of the first <paramref name="points"/> suspension points.</summary>
    public static Mismatch? FirstMismatch(ThreeWays ways, Body body, int points) =>
        At(ways, body, Injection.None, 0) ?? Enumerable.Range(1, Math.Min(Suspensions(ways, body), points))
            .SelectMany(at => s_disturbances.Select(injection => At(ways, body, injection, at))).FirstOrDefault(mismatch => mismatch is not null);

    /// <summary>Null where all agree. A random disturbance at each of some random suspension points.</summary>
    public static Mismatch? RandomMismatch(ThreeWays ways, Body body, Random random, int points, out int runs)
    {
        runs = 1;
        if (At(ways, body, Injection.None, 0) is { } undisturbed)
            return undisturbed;
        var suspensions = Suspensions(ways, body);
        for (var i = 0; i < Math.Min(points, suspensions); i++, runs++)
            if (At(ways, body, s_disturbances[random.Next(s_disturbances.Length)], random.Next(1, suspensions + 1)) is { } mismatch)
                return mismatch;
        return null;
    }

    /// <summary>The first suspension point at which that disturbance makes a difference.</summary>
    public static Mismatch? Anywhere(ThreeWays ways, Body body, Injection injection) =>
        Enumerable.Range(1, Suspensions(ways, body)).Select(at => At(ways, body, injection, at)).FirstOrDefault(mismatch => mismatch is not null);

    /// <summary>Null where all agree on this one run. Exits are left out where a body is not lowered: nobody can add the exit filter to an iterator.</summary>
    public static Mismatch? At(ThreeWays ways, Body body, Injection injection, int at)
    {
        var isExit = injection is Injection.Kill or Injection.Timeout;
        if (isExit && !ways.IsLowered(body))
            return null;
        var expected = ways.RunAsync(body, injection, at);
        var lowered = ways.RunLowered(body, injection, at);
        if (lowered.Trace != expected.Trace)
            return new Mismatch(body, injection, at, "lowered", expected.Trace, lowered.Trace);
        if (isExit)
            return null;
        var plain = ways.RunPlain(body, injection, at);
        return plain.Trace != expected.Trace ? new Mismatch(body, injection, at, "un-lowered", expected.Trace, plain.Trace) : null;
    }

    private static int Suspensions(ThreeWays ways, Body body) => ways.RunAsync(body, Injection.None, 0).Suspensions;
}

/// <summary>A run that printed something else than its <c>async</c> twin.</summary>
public sealed record Mismatch(Body Body, Injection Injection, int At, string Way, string Expected, string Actual)
{
    /// <inheritdoc />
    public override string ToString() => $"{Body} ({Way}{(Injection == Injection.None ? "" : $", {Injection} at suspension {At}")})\n--- async\n{Expected}\n--- {Way}\n{Actual}";
}

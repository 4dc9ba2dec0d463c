namespace CoroutineDsl.Oracle;

/// <summary>Runs one body all ways, undisturbed and disturbed at each suspension point, and tells the first difference.</summary>
public static class Comparison
{
    /// <summary>Null where all agree. A body that is not lowered is not killed: nobody can add the exit filter to an iterator.</summary>
    /// <param name="ways">The compiled body.</param>
    /// <param name="body">Which one.</param>
    /// <param name="points">At how many suspension points, the first ones, it is disturbed.</param>
    public static Mismatch? FirstMismatch(ThreeWays ways, Body body, int points)
    {
        var isLowered = ways.IsLowered(body);
        var undisturbed = ways.RunAsync(body, Injection.None, 0);
        return Compare(ways, body, Injection.None, 0, undisturbed, withPlain: true)
            ?? Enumerable.Range(1, Math.Min(undisturbed.Suspensions, points)).SelectMany(at => new[]
            {
                Compare(ways, body, Injection.Throw, at, null, withPlain: true),
                isLowered ? Compare(ways, body, Injection.Kill, at, null, withPlain: false) : null,
                isLowered ? Compare(ways, body, Injection.Timeout, at, null, withPlain: false) : null,
            }).FirstOrDefault(mismatch => mismatch is not null);
    }

    private static Mismatch? Compare(ThreeWays ways, Body body, Injection injection, int at, Outcome? expected, bool withPlain)
    {
        expected ??= ways.RunAsync(body, injection, at);
        var lowered = ways.RunLowered(body, injection, at);
        if (lowered.Trace != expected.Trace)
            return new Mismatch(body, injection, at, "lowered", expected.Trace, lowered.Trace);
        if (!withPlain)
            return null;
        var plain = ways.RunPlain(body, injection, at);
        return plain.Trace != expected.Trace ? new Mismatch(body, injection, at, "un-lowered", expected.Trace, plain.Trace) : null;
    }
}

/// <summary>A run that printed something else than its <c>async</c> twin.</summary>
public sealed record Mismatch(Body Body, Injection Injection, int At, string Way, string Expected, string Actual)
{
    /// <inheritdoc />
    public override string ToString() => $"{Body} ({Way}{(Injection == Injection.None ? "" : $", {Injection} at suspension {At}")})\n--- async\n{Expected}\n--- {Way}\n{Actual}";
}

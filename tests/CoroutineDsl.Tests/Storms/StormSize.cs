using System.Globalization;

namespace CoroutineDsl.Tests.Storms;

/// <summary>How large the storms are: a slice, or as many as the environment says (COROUTINEDSL_STORM, COROUTINEDSL_STORM_SEED).</summary>
internal static class StormSize
{
    /// <summary>How many greenlets, or posts, there are in all.</summary>
    public static int Of(int slice) => Number("COROUTINEDSL_STORM") ?? slice;

    public static int Seed() => Number("COROUTINEDSL_STORM_SEED") ?? Random.Shared.Next();

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}

namespace CoroutineDsl.Oracle;

/// <summary>What a run printed, its last line being the result or the exception, and how often it suspended.</summary>
public sealed record Outcome(string Trace, int Suspensions)
{
    internal static Outcome Of(Run run, string end) => new(string.Join("\n", run.Trace.Append(end)), run.Suspensions);

    internal static string Value(object? value) => $"= {Oracle.Run.Text(value)}";

    internal static string Failure(Exception exception) => $"! {Oracle.Run.Text(exception)}";
}

using System.Diagnostics;
using System.Globalization;

namespace CoroutineDsl.Benchmarks;

/// <summary>How the peers' drivers measure.</summary>
internal static class Measure
{
    /// <summary>Warms up, then the mean seconds of one pass over at least a second of passes.</summary>
    public static double PerPass(Action pass)
    {
        WarmUp(pass);
        var passes = 0;
        var clock = Stopwatch.StartNew();
        do
        {
            pass();
            passes++;
        }
        while (clock.Elapsed.TotalSeconds < 1);
        return clock.Elapsed.TotalSeconds / passes;
    }

    public static double Milliseconds(Action action)
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }

    /// <summary>Measures once to warm up, then takes the median.</summary>
    public static double Median(int rounds, Func<double> measure)
    {
        measure();
        var all = Enumerable.Range(0, rounds).Select(_ => measure()).Order().ToArray();
        return all[rounds / 2];
    }

    /// <summary>On one core the tiered JIT takes this long to settle.</summary>
    public static void WarmUp(Action pass)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed.TotalSeconds < 5) pass();
    }

    public static double ResidentBytes() =>
        double.Parse(File.ReadAllText("/proc/self/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    public static double CpuSeconds()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }

    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, true, true);
}

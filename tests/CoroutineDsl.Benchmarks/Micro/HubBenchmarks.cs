using BenchmarkDotNet.Attributes;

namespace CoroutineDsl.Benchmarks;

/// <summary>The same workloads under BenchmarkDotNet, for its memory column: what one operation allocates.</summary>
[MemoryDiagnoser]
public class HubBenchmarks
{
    private const int Operations = 100_000;

    /// <summary>Two greenlets take turns.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void Switch() => Workloads.TwoYield(Operations / 2);

    /// <summary>A thousand greenlets take turns.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void Yield() => Workloads.ManyYield(1000, Operations / 1000);

    /// <summary>Items through a queue of a hundred.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void Queue() => Workloads.BoundedQueue(Operations);

    /// <summary>Waits under a hundred callers.</summary>
    [Benchmark(OperationsPerInvoke = Operations)]
    public void WaitAtDepth100() => Workloads.WaitAtDepth(100, Operations);
}

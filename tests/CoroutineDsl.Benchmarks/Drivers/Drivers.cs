using System.Diagnostics;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>The peers' workloads: the same counts, the same warm-up, the same metrics.</summary>
internal static class Drivers
{
    private const int Switches = 1_000_000;
    private const int Greenlets = 1000;
    private const int Yields = 1000;
    private const int Items = 1_000_000;

    public static int Run(string workload, int count)
    {
        switch (workload)
        {
            case "switch":
                Print("ns_per_switch", 1e9 / Switches * Measure.PerPass(() => Workloads.TwoYield(Switches / 2)));
                return 0;
            case "yield":
                Print("ns_per_yield", 1e9 / (Greenlets * Yields) * Measure.PerPass(() => Workloads.ManyYield(Greenlets, Yields)));
                return 0;
            case "spawn":
                Print("ns_per_spawn", 1e9 / count * Measure.PerPass(() => Workloads.SpawnAndJoin(count)));
                return 0;
            case "queue":
                Print("ns_per_item", 1e9 / Items * Measure.PerPass(() => Workloads.BoundedQueue(Items)));
                return 0;
            case "choose":
                foreach (var branches in (int[])[2, 8])
                {
                    Print($"ns_per_ready_choice_of_{branches}", 1e9 / Items * Measure.PerPass(() => Workloads.ReadyChoices(branches, Items)));
                    Print($"ns_per_blocked_choice_of_{branches}", 1e9 / Items * Measure.PerPass(() => Workloads.BlockedChoices(branches, Items)));
                }

                return 0;
            case "stream":
                Print("ns_per_stream_step", 1e9 / Items * Measure.PerPass(() => Workloads.StreamSteps(Items)));
                Print("ns_per_iterator_step", 1e9 / Items * Measure.PerPass(() => Workloads.IteratorSteps(Items)));
                return 0;
            case "nested":
                foreach (var depth in (int[])[0, 1, 10, 100])
                {
                    Print($"ns_per_wait_at_depth_{depth}", 1e9 / Switches * Measure.PerPass(() => Workloads.WaitAtDepth(depth, Switches)));
                }

                Print("ns_per_completed_call", 1e9 / Switches * Measure.PerPass(() => Workloads.CompletedCalls(Switches)));
                return 0;
            case "park-event":
            case "park-sleep":
                Print("bytes_each", Parked(workload == "park-event", count));
                return 0;
            case "generator":
                foreach (var (metric, value) in GeneratorDrivers.Thousand()) Print(metric, value);
                return 0;
            case "generator-calls":
                foreach (var (metric, value) in GeneratorDrivers.Calls()) Print(metric, value);
                return 0;
            case "generator-chain":
                foreach (var (metric, value) in GeneratorDrivers.Chain()) Print(metric, value);
                return 0;
            case "analyzers":
                foreach (var (metric, value) in AnalyzerDriver.Thousand()) Print(metric, value);
                return 0;
            case "timers":
                Timers(count);
                return 0;
            case "tasks":
                Print("ns_per_completed_task", 1e9 / Switches * Measure.PerPass(() => Workloads.CompletedTasks(Switches)));
                Print("ns_per_completed_value", 1e9 / Switches * Measure.PerPass(() => Workloads.CompletedValues(Switches)));
                Print("ns_per_task_of_the_hub", 1e9 / Yields * Measure.PerPass(() => Workloads.HubTasks(Yields)));
                Print("ns_per_task_of_the_pool", 1e9 / Yields * Measure.PerPass(() => Workloads.PoolTasks(Yields)));
                Print("ns_per_task_of_the_pool_by_await_on_one_thread", 1e9 / Yields * Measure.PerPass(() => Workloads.PoolTasksOnOneThread(Yields)));
                Print("ns_per_task_of_the_pool_by_await", 1e9 / Yields * Measure.PerPass(() => Workloads.PoolTasksAsync(Yields).Wait()));
                return 0;
            case "see":
                SeeDriver.Run(count == 0 ? 100_000 : count, Print);
                return 0;
            case "tail":
                Print("ns_per_tail_call", 1e9 / Switches * Measure.PerPass(() => Workloads.TailCalls(Switches, waits: false)));
                Print("ns_per_tail_call_and_turn", 1e9 / Switches * Measure.PerPass(() => Workloads.TailCalls(Switches, waits: true)));
                return 0;
            case "echo":
                Servers.Echo(count);
                return 0;
            case "echo-group":
                Servers.EchoGroup(count);
                return 0;
            case "http":
                Servers.Http(count);
                return 0;
            case "jobs":
                Print("jobs_per_second", JobsDrivers.Rate());
                return 0;
            case "job-queue":
                foreach (var (metric, value) in JobQueueDriver.Rate(count)) Print(metric, value);
                return 0;
            case "jobs-start":
                Print("ms_to_first_job", JobsDrivers.Start());
                return 0;
            case "jobs-memory":
                foreach (var (metric, value) in JobsDrivers.Memory()) Print(metric, value);
                return 0;
            case "files":
                foreach (var (metric, value) in JobsDrivers.Files()) Print(metric, value);
                return 0;
            case "hubs":
                foreach (var (metric, value) in HubGroupDrivers.All()) Print(metric, value);
                return 0;
            case "kestrel":
                Kestrel.Serve(count);
                return 0;
            case "hostile":
                return HostileLoad.Run(count);
            case "libraries":
                foreach (var (metric, value) in Libraries.All(count)) Print(metric, value);
                return 0;
            case "tls-latency":
                foreach (var (metric, value) in TlsLatency.All(count)) Print(metric, value);
                return 0;
            case "tls-kestrel":
                TlsLatency.ServeKestrel(count);
                return 0;
            case "hostile-server":
                HostileServer.Serve(count);
                return 0;
            default:
                Console.Error.WriteLine($"no such workload: {workload}");
                return 2;
        }
    }

    private static double Parked(bool onEvent, int count)
    {
        var never = new CoEvent();
        var keep = new Greenlet[count + 1000];
        Park(count, count + 1000);
        var before = Measure.ResidentBytes();
        Park(0, count);
        var each = (Measure.ResidentBytes() - before) / count;
        GC.KeepAlive(keep);
        return each;

        void Park(int from, int to)
        {
            for (var i = from; i < to; i++) keep[i] = Spawn(onEvent ? Workloads.ParkOn(never) : Workloads.ParkAsleep());
            Sleep(0).Await(); // all have run then
            Sleep(TimeSpan.FromMilliseconds(200)).Await();
            Measure.Collect();
        }
    }

    private static void Timers(int count)
    {
        var longest = TimeSpan.FromMilliseconds(500);
        // in small first: a pass of half a second is not called often enough for the JIT to optimise it; then the collector gets used to whole ones, after each of which it is called, as BenchmarkDotNet does
        Measure.WarmUp(() => Workloads.ManySleeps(count / 100, TimeSpan.FromMilliseconds(5)));
        for (var pass = 0; pass < 4; pass++)
        {
            Workloads.ManySleeps(count, longest);
            GC.Collect();
        }

        var (clock, cpu) = (Stopwatch.StartNew(), Measure.CpuSeconds());
        Workloads.ManySleeps(count, longest);
        var seconds = clock.Elapsed.TotalSeconds;
        Print("over_ideal_ms", (seconds - longest.TotalSeconds) * 1e3);
        Print("cpu_s", Measure.CpuSeconds() - cpu);
    }

    private static void Print(string metric, double value) => Console.WriteLine(FormattableString.Invariant($"{metric}\t{value:G6}"));
}

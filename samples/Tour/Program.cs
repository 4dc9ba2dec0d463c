namespace Tour;

/// <summary>Runs the programs of the tour by name.</summary>
static class Program
{
    /// <summary>The programs, in the order in which to read them. Those that wait for nothing but time run on a virtual clock, unless told otherwise.</summary>
    static readonly TourProgram[] Programs =
    [
        new("spawn-and-join", SpawnAndJoin.Main, "two greenlets that take turns"),
        new("interleaving", Interleaving.Main, "who sleeps lets the others run"),
        new("synchronous-asynchronous", SynchronousAsynchronous.Main, "ten tasks one after another, and all at once"),
        new("greenlet-state", GreenletState.Main, "flags, values and exceptions"),
        new("timeouts", Timeouts.Main, "global, scoped, with an exception of one's own"),
        new("events", Events.Main, "one event wakes all who wait"),
        new("async-results", AsyncResults.Main, "a value or a failure, for many readers"),
        new("semaphores", Semaphores.Main, "at most two workers at a time"),
        new("locals", Locals.Main, "a value that each greenlet has its own of"),
        new("boss-and-workers", BossAndWorkers.Main, "a bounded queue with timeouts"),
        new("lifo-and-priority", LifoAndPriority.Main, "the newest first, the smallest first"),
        new("joinable-queues", JoinableQueues.Main, "a queue that knows when all is done"),
        new("groups", Groups.Main, "map, imap and imap_unordered"),
        new("pools", Pools.Main, "how many run at once is bounded"),
        new("producer-and-consumers", ProducerAndConsumers.Main, "values handed over by Switch and Receive"),
        new("ping-pong", PingPong.Main, "two greenlets that switch to one another"),
        new("nurseries", Nurseries.Main, "children that end together"),
        new("choices", Choices.Main, "the first of several waits, and a race"),
        new("streams", Streams.Main, "coroutines that yield values"),
        new("game-loop", GameLoop.Main, "a thousand bots in a loop of one's own"),
        new("virtual-clock", VirtualClock.Main, "a night in milliseconds"),
        new("patched-calls", PatchedCalls.Main, "blocking calls made cooperative by the compiler"),
        new("fetch-urls", FetchUrls.Main, "several URLs at once", IsVirtual: false),
        new("upper-case-echo", UpperCaseEcho.Main, "a server and five clients", IsVirtual: false),
        new("echo-hundred", EchoHundred.Main, "a server and a hundred clients", IsVirtual: false),
        new("http-on-sockets", HttpOnSockets.Main, "an HTTP server by hand", IsVirtual: false),
        new("http-on-http-server", HttpOnHttpServer.Main, "the same on HttpServer", IsVirtual: false),
        new("http-on-selector", HttpOnSelector.Main, "the same with callbacks on a selector", IsVirtual: false),
        new("send-files", SendFiles.Main, "a file sent without a copy", IsVirtual: false),
        new("send-mapped-files", SendMappedFiles.Main, "two ways without a copy", IsVirtual: false),
        new("cpu-on-threads", CpuOnThreads.Main, "computing on real threads", IsVirtual: false),
        new("cpu-on-processes", CpuOnProcesses.Main, "computing in other processes", IsVirtual: false),
        new("process-queues", ProcessQueues.Main, "two processes and one queue", IsVirtual: false),
        new("process-pools", ProcessPools.Main, "jobs on a pool of processes", IsVirtual: false),
        new("manager-queues", ManagerQueues.Main, "a queue and an event for workers", IsVirtual: false),
        new("process-executor", ProcessExecutor.Main, "jobs one by one, memory in common", IsVirtual: false),
    ];

    const string Usage = """
        usage: Tour list | all | NAME [--real-time]
          list           the programs
          all            runs every program
          NAME           runs one
          --real-time    sleeps are slept, where otherwise a virtual clock jumps over them
        """;

    static int Main(string[] args)
    {
        var isReal = args.Contains("--real-time");
        switch (args.Where(arg => arg != "--real-time").ToArray())
        {
            case ["list"]:
                foreach (var program in Programs) Console.WriteLine($"{program.Name,-26}{program.Summary}");
                return 0;

            case ["all"]:
                foreach (var program in Programs)
                {
                    Console.WriteLine($"== {program.Name}");
                    program.Run(isReal);
                }

                return 0;

            case [var name] when Programs.FirstOrDefault(program => program.Name == name) is { } program:
                program.Run(isReal);
                return 0;

            case [var name] when !name.StartsWith('-'):
                Console.Error.WriteLine($"There is no program '{name}'. These there are: {string.Join(", ", Programs.Select(program => program.Name))}.");
                return 2;

            default:
                Console.Error.WriteLine(Usage);
                return 2;
        }
    }
}

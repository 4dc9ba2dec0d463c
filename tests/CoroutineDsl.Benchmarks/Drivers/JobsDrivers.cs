using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Net;
using CoroutineDsl.Jobs;
using CoroutineDsl.Net;

namespace CoroutineDsl.Benchmarks;

/// <summary>Processes: the rate of small jobs, the start of a worker, memory in common, files sent without a copy.</summary>
internal static partial class JobsDrivers
{
    private const int SmallJobs = 10_000;
    private const int Starts = 20;
    private const long Gigabyte = 1L << 30;
    private const int FileSize = 256 << 20;

    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> Double(int value)
    {
        yield return value * 2;
    }

    /// <summary>Adds one to a number in each page, and gives what the process holds besides the shared pages.</summary>
    [Coroutine, Job]
    internal static IEnumerator<Yield<long>> TouchPages(SharedMemory<byte> memory)
    {
        using (memory)
        {
            for (var place = 0L; place < memory.Length; place += Environment.SystemPageSize) memory[place]++;
            yield return Hub.Current.Offload(OwnBytes).Await();
        }
    }

    /// <summary>The same of an array, which is sent there and back.</summary>
    [Coroutine, Job]
    internal static IEnumerator<Yield<byte[]>> TouchCopy(byte[] bytes)
    {
        for (var place = 0; place < bytes.Length; place += Environment.SystemPageSize) bytes[place]++;
        yield return bytes;
    }

    /// <summary>Jobs a second, each sent by itself, two workers: the median of seven.</summary>
    public static double Rate()
    {
        using var pool = new ProcessPool(2);
        return Measure.Median(7, () =>
        {
            var clock = Stopwatch.StartNew();
            var sum = Greenlet.Spawn(Sum(pool)).Get().Await();
            if (sum != (long)SmallJobs * (SmallJobs - 1)) throw new InvalidOperationException($"{sum}");
            return SmallJobs / clock.Elapsed.TotalSeconds;
        });
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Sum(ProcessPool pool)
    {
        var sum = 0L;
        foreach (var value in pool.MapUnordered(n => DoubleJob(n), Enumerable.Range(0, SmallJobs))) sum += value;
        yield return sum;
    }

    /// <summary>From a pool without a process to the result of its first job: the median of twenty. What it takes to end the worker is not counted.</summary>
    public static double Start() => Measure.Median(Starts, () =>
    {
        using var pool = new ProcessPool(1);
        return Measure.Milliseconds(() => pool.Run(DoubleJob(1)).Await());
    });

    /// <summary>A worker changes each page of a gigabyte in place; beside it an array of a 64th of that, which is copied.</summary>
    public static IEnumerable<(string Metric, double Value)> Memory()
    {
        using var memory = new SharedMemory<byte>(Gigabyte);
        using var pool = new ProcessPool(1);
        memory.Span.Fill(1);
        pool.Run(DoubleJob(1)).Await();
        var before = OwnBytes();
        var clock = Stopwatch.StartNew();
        var there = pool.Run(TouchPagesJob(memory)).Await();
        yield return ("ms_for_a_gigabyte_in_common", clock.Elapsed.TotalMilliseconds);
        yield return ("own_megabytes_more_in_the_parent", (OwnBytes() - before) / 1e6);
        yield return ("own_megabytes_in_the_worker", there / 1e6);
        for (var place = 0L; place < Gigabyte; place += Environment.SystemPageSize)
        {
            if (memory[place] != 2) throw new InvalidOperationException("not all of it was changed");
        }

        clock.Restart();
        pool.Run(TouchCopyJob(new byte[Gigabyte / 64])).Await();
        yield return ("ms_for_a_64th_of_it_sent_and_returned", clock.Elapsed.TotalMilliseconds);
    }

    /// <summary>What is resident of the process and nobody else has.</summary>
    private static long OwnBytes()
    {
        GC.Collect();
        return 1024 * long.Parse(
            File.ReadLines("/proc/self/status").Single(line => line.StartsWith("RssAnon:", StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1],
            System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Gigabytes a second to a client on the same machine, in three ways.</summary>
    public static IEnumerable<(string Metric, double Value)> Files()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, new byte[FileSize]);
            foreach (var way in new[] { "sendfile", "mapped", "read_and_send" })
            {
                var seconds = Measure.Median(5, () => Measure.Milliseconds(() => Greenlet.Spawn(SendAndReceive(path, way)).Get().Await()) / 1000);
                yield return ($"gigabytes_a_second_{way}", FileSize / 1e9 / seconds);
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> SendAndReceive(string path, string way)
    {
        using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var receiver = new Thread(() => Drain((IPEndPoint)listener.LocalEndPoint!));
        receiver.Start();
        using var connection = listener.Accept().Await();
        if (way == "sendfile")
        {
            connection.SendFile(path).Await();
        }
        else if (way == "mapped")
        {
            using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            using var view = file.CreateViewAccessor(0, FileSize, MemoryMappedFileAccess.Read);
            connection.SendAll(view.AsMemory()).Await();
        }
        else
        {
            using var file = CoFile.Open(path).Await();
            var buffer = new byte[1 << 20];
            for (var offset = 0L; offset < FileSize;)
            {
                var count = file.Read(buffer, offset).Await();
                connection.SendAll(buffer.AsMemory(0, count)).Await();
                offset += count;
            }
        }

        connection.Shutdown(System.Net.Sockets.SocketShutdown.Send);
        connection.Receive(new byte[1]).Await(); // the end: all has been read
        yield break;
    }

    /// <summary>On a thread of its own: it is not what is measured.</summary>
    private static void Drain(IPEndPoint server)
    {
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        socket.Connect(server);
        var buffer = new byte[1 << 20];
        while (socket.Receive(buffer) > 0)
        {
            // dropped
        }
    }
}

using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using CoroutineDsl;
using static CoroutineDsl.Greenlet;

public static partial class Program
{
    public static readonly ConcurrentQueue<string> Said = new();

    public static void Run()
    {
        var temp = Path.GetTempFileName();
        Spawn(Beat(), "beat");
        JoinAll([Spawn(Files(temp)),
            Spawn(Producer()), Spawn(Consumer()), Spawn(Tasks()), Spawn(Signals()), Spawn(Proc()), Spawn(TcpAll()), Spawn(Udp()), Spawn(Locks()), Spawn(Parallels()), Spawn(Json(temp + "2")), Spawn(Names()), Spawn(Nested(3))], raiseError: true).Await();
        File.Delete(temp);
    }

    [Coroutine]
    static IEnumerator<Yield> Beat()
    {
        for (var i = 0; i < 20; i++) Thread.Sleep(TimeSpan.FromMilliseconds(1));
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Files(string path)
    {
        File.WriteAllText(path, "one\ntwo\n");
        File.AppendAllText(path, "three\n", Encoding.UTF8);
        var lines = File.ReadAllLines(path);
        using (var writer = new StreamWriter(path, append: true))
        {
            writer.Write("four");
            writer.WriteLine();
            writer.WriteLine("{0} {1}", "five", 5);
            writer.Flush();
        }
        using var reader = new StreamReader(path);
        var first = reader.ReadLine();
        var count = 0;
        while (!reader.EndOfStream)
        {
            reader.ReadLine();
            count++;
        }
        using var stream = File.OpenRead(path);
        var buffer = new byte[4];
        stream.ReadExactly(buffer, 0, 4);
        stream.ReadExactly(buffer.AsSpan(0, 2));
        var b = stream.ReadByte();
        var memory = new MemoryStream();
        stream.CopyTo(memory);
        memory.Position = 0;
        memory.ReadByte();
        Said.Enqueue($"files {lines.Length} {first} {count} {b}");
        yield break;
    }

    static readonly BlockingCollection<int> s_items = new(2);

    [Coroutine]
    static IEnumerator<Yield> Producer()
    {
        for (var i = 0; i < 10; i++) s_items.Add(i);
        s_items.CompleteAdding();
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Consumer()
    {
        int sum = 0, first;
        first = s_items.Take();
        if (s_items.TryTake(out var second, TimeSpan.FromSeconds(1))) sum += second;
        foreach (var item in s_items.GetConsumingEnumerable())
            sum += item;
        Said.Enqueue($"consumed {sum} {first}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Tasks()
    {
        var a = Task.Run(() => 1);
        var b = Task.Run(() => { Thread.Sleep(5); return 2; });
        Task.WaitAll(a, b);
        var sum = a.Result + b.Result + Task.Run(() => 3).Result + Task.FromResult(4).GetAwaiter().GetResult();
        try { Task.Run(() => throw new InvalidOperationException("x")).Wait(); }
        catch (AggregateException e) { Said.Enqueue($"tasks {sum} {e.InnerException!.Message}"); }
        var any = Task.WaitAny(new[] { Task.Delay(1), Task.Delay(10000) });
        Said.Enqueue($"any {any}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Signals()
    {
        using var auto = new AutoResetEvent(false);
        using var slim = new ManualResetEventSlim();
        using var semaphore = new SemaphoreSlim(0, 1);
        using var countdown = new CountdownEvent(2);
        var thread = new Thread(() => { auto.Set(); slim.Set(); semaphore.Release(); countdown.Signal(2); });
        thread.Start();
        auto.WaitOne();
        slim.Wait();
        var got = semaphore.Wait(1000);
        countdown.Wait();
        thread.Join();
        var which = WaitHandle.WaitAny(new WaitHandle[] { auto, slim.WaitHandle }, 1000);
        Said.Enqueue($"signals {got} {which}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Proc()
    {
        using var process = Process.Start(new ProcessStartInfo("echo", "hi") { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Said.Enqueue($"process {text.Trim()} {process.ExitCode}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> TcpAll()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Spawn(TcpClientSide(port));
        using var client = listener.AcceptTcpClient();
        using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        var line = reader.ReadLine();
        var bytes = Encoding.UTF8.GetBytes(line + "!\n");
        stream.Write(bytes, 0, bytes.Length);
        stream.Flush();
        listener.Stop();
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> TcpClientSide(int port)
    {
        using var client = new TcpClient("127.0.0.1", port);
        using var stream = client.GetStream();
        stream.Write("hello\n"u8);
        var buffer = new byte[100];
        int n, total = 0;
        while ((n = stream.Read(buffer, total, buffer.Length - total)) > 0) total += n;
        Said.Enqueue($"tcp {Encoding.UTF8.GetString(buffer, 0, total).Trim()}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Udp()
    {
        using var a = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        using var b = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        b.Send(new byte[] { 1, 2, 3 }, 3, (IPEndPoint)a.Client.LocalEndPoint!);
        IPEndPoint? remote = null;
        var data = a.Receive(ref remote);
        Said.Enqueue($"udp {data.Length} {remote!.Port == ((IPEndPoint)b.Client.LocalEndPoint!).Port}");
        yield break;
    }

    static readonly object s_gate = new();

    [Coroutine]
    static IEnumerator<Yield> Locks()
    {
        int value;
        lock (s_gate) value = 1;
        Said.Enqueue($"locks {value}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Parallels()
    {
        var sum = 0;
        Parallel.For(0, 10, i => Interlocked.Add(ref sum, i));
        Parallel.ForEach(new[] { 1, 2, 3 }, i => Interlocked.Add(ref sum, i));
        Parallel.Invoke(() => Interlocked.Increment(ref sum), () => Interlocked.Increment(ref sum));
        Said.Enqueue($"parallel {sum}");
        yield break;
    }

    record Point(int X, int Y);

    [Coroutine]
    static IEnumerator<Yield> Json(string path)
    {
        using (var stream = File.Create(path)) JsonSerializer.Serialize(stream, new Point(1, 2));
        Point? back;
        using (var stream = File.OpenRead(path)) back = JsonSerializer.Deserialize<Point>(stream);
        File.Delete(path);
        Said.Enqueue($"json {back} {JsonSerializer.Serialize(back)}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Names()
    {
        var addresses = Dns.GetHostAddresses("localhost");
        var entry = Dns.GetHostEntry("localhost", AddressFamily.InterNetwork);
        Said.Enqueue($"dns {addresses.Length > 0} {entry.AddressList.Length > 0}");
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<int>> Nested(int depth)
    {
        if (depth == 0) yield return 0;
        Thread.Sleep(1);
        var below = Nested(depth - 1).Await();
        yield return below + 1;
    }
}

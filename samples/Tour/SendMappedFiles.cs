// A file sent without a copy in two ways: by the system alone, and from mapped pages that the program sees too.
// Python: os.sendfile, mmap.mmap with socket.sendall.
using System.IO.MemoryMappedFiles;
using System.Net;
using CoroutineDsl;
using CoroutineDsl.Jobs;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class SendMappedFiles
{
    const int Size = 4_000_000;

    [Coroutine]
    static IEnumerator<Yield> SendBoth(CoSocket listener, string path)
    {
        using (var first = listener.Accept().Await()) first.SendFile(path).Await();

        using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        using var view = file.CreateViewAccessor(0, Size, MemoryMappedFileAccess.Read);
        using (var second = listener.Accept().Await()) second.SendAll(view.AsMemory()).Await();
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<(int Count, int Sum)>> Receive(EndPoint server)
    {
        using var socket = CoSocket.Connect(server).Await();
        var buffer = new byte[65536];
        var (total, sum) = (0, 0);
        while (socket.Receive(buffer).Await() is > 0 and var count)
        {
            total += count;
            foreach (var value in buffer.AsSpan(0, count)) sum += value;
        }

        yield return (total, sum);
    }

    public static void Main()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, [.. Enumerable.Range(0, Size).Select(n => (byte)n)]);
        using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var sender = Spawn(SendBoth(listener, path));
        foreach (var way in new[] { "SendFile", "mapped" })
        {
            var (count, sum) = Spawn(Receive(listener.LocalEndPoint!)).Get().Await();
            Console.WriteLine($"{way}: {count} bytes, sum {sum}");
        }

        sender.Get().Await();
        File.Delete(path);
    }
}

// Output:
// SendFile: 4000000 bytes, sum 510000000
// mapped: 4000000 bytes, sum 510000000

// A file sent without its bytes passing through the program (sendfile on Linux), while other greenlets run.
// gevent: socket.sendfile.
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CoroutineDsl;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace Tour;

static partial class SendFiles
{
    [Coroutine]
    static IEnumerator<Yield> SendTo(CoSocket conn, string path)
    {
        using (conn)
        {
            long sent = conn.SendFile(path).Await();
            Console.WriteLine($"sent {sent} bytes");
            conn.Shutdown(SocketShutdown.Send);
            yield return conn.WaitReadable();   // until the client has it all and closes
        }
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Fetch(EndPoint server)
    {
        using var conn = CoSocket.Connect(server).Await();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[65_536];
        while (conn.Receive(buffer).Await() is > 0 and var count)
            hash.AppendData(buffer, 0, count);
        yield return Convert.ToHexString(hash.GetHashAndReset());
    }

    public static void Main()
    {
        var path = Path.GetTempFileName();
        try
        {
            var content = new byte[10_000_000];
            new Random(1).NextBytes(content);
            File.WriteAllBytes(path, content);

            using var server = new StreamServer(new IPEndPoint(IPAddress.Loopback, 0), conn => SendTo(conn, path));
            server.Start();
            string got = Fetch(server.LocalEndPoint!).Await();
            server.Stop().Await();
            Console.WriteLine(got == Convert.ToHexString(SHA256.HashData(content)) ? "every byte came through" : "the bytes differ");
        }
        finally
        {
            File.Delete(path);
        }
    }
}

// Output:
// sent 10000000 bytes
// every byte came through

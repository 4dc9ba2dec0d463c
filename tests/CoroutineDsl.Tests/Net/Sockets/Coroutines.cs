using System.Net;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Sockets;

/// <summary>Coroutines that many tests use, lowered like a user's.</summary>
internal static partial class Coroutines
{
    public static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 0);

    [Coroutine]
    public static IEnumerator<Yield<long>> Echo(CoSocket conn)
    {
        var buffer = new byte[4096];
        long total = 0;
        try
        {
            while (true)
            {
                var n = conn.Receive(buffer).Await();
                if (n == 0) break;
                conn.SendAll(buffer.AsMemory(0, n)).Await();
                total += n;
            }
        }
        finally
        {
            conn.Close();
        }

        yield return total;
    }

    [Coroutine]
    public static IEnumerator<Yield<byte[]>> ReceiveExactly(CoSocket conn, int count)
    {
        var bytes = new byte[count];
        var have = 0;
        while (have < count)
        {
            var n = conn.Receive(bytes.AsMemory(have)).Await();
            if (n == 0) throw new EndOfStreamException($"{have} of {count} bytes");
            have += n;
        }

        yield return bytes;
    }

    /// <summary>Says something to a server that echoes, and gets it back.</summary>
    [Coroutine]
    public static IEnumerator<Yield> IsEchoed(CoSocket conn, byte[] bytes)
    {
        conn.SendAll(bytes).Await();
        Assert.Equal(bytes, ReceiveExactly(conn, bytes.Length).Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> SendAll(CoSocket conn, byte[] bytes)
    {
        conn.SendAll(bytes).Await();
        yield break;
    }

    public static byte[] Pattern(int size, int seed = 0)
    {
        var bytes = new byte[size];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}

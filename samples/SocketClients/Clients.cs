using System.Net;
using System.Text;
using CoroutineDsl;
using CoroutineDsl.Net;

namespace SocketClients;

/// <summary>What each client does.</summary>
internal sealed partial class Clients(IPEndPoint server, int messages)
{
    /// <summary>Sends messages one at a time and expects each back, as it was or in upper case.</summary>
    /// <exception cref="InvalidDataException">A reply was wrong.</exception>
    [Coroutine]
    public IEnumerator<Yield> Converse(int number)
    {
        using var conn = CoSocket.Connect(server).Await();
        var reply = new byte[64];
        for (var i = 0; i < messages; i++)
        {
            var message = Encoding.ASCII.GetBytes($"client {number} message {i}\n");
            yield return conn.SendAll(message);
            var length = 0;
            while (length < message.Length)
            {
                var n = conn.Receive(reply.AsMemory(length, message.Length - length)).Await();
                if (n == 0) throw new InvalidDataException($"client {number}: the server closed after {i} messages");
                length += n;
            }

            Check(number, message, reply.AsSpan(0, length));
        }
    }

    private static void Check(int number, byte[] message, ReadOnlySpan<byte> reply)
    {
        if (reply.SequenceEqual(message)) return;
        var text = Encoding.ASCII.GetString(message);
        var got = Encoding.ASCII.GetString(reply);
        if (got != text.ToUpperInvariant()) throw new InvalidDataException($"client {number}: sent '{text.TrimEnd()}', got '{got.TrimEnd()}'");
    }
}

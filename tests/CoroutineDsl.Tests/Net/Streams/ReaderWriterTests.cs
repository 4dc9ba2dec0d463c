using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Streams;

/// <summary>Lines and pieces, whatever the pieces of the network are.</summary>
public partial class ReaderWriterTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void Lines_and_pieces_are_whole_however_they_come(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var random = new Random(7);
            var lines = Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), random.Next(0, 400)) + "ü").ToArray();
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            var bytes = Encoding.UTF8.GetBytes(string.Concat(lines.Select((line, i) => line + (i % 2 == 0 ? "\n" : "\r\n"))) + "head\r\n\r\n12345rest");
            var sending = Spawn(Drip(client, bytes, random));
            using var reader = new CoReader(conn);
            foreach (var line in lines) Assert.Equal(line, reader.ReadLine().Await());
            Assert.Equal("head\r\n\r\n"u8, reader.ReadUntil("\r\n\r\n"u8.ToArray()).Await());
            Assert.Equal("12345"u8, reader.ReadExactly(5).Await());
            Assert.Equal("", Encoding.ASCII.GetString(reader.ReadExactly(0).Await()));
            Assert.Equal("rest", reader.ReadLine().Await());
            Assert.True(reader.IsAtEnd);
            Assert.Null(reader.ReadLine().Await());
            Assert.Equal(0, reader.Read(new byte[1]).Await());
            sending.Get().Await();
            yield break;
        }
    }

    [Fact]
    public void What_ends_too_early_says_what_there_was()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            foreach (var count in new int?[] { 10, null })
            {
                using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
                using var conn = listener.Accept().Await();
                client.SendAll("abc"u8.ToArray()).Await();
                client.Shutdown(SocketShutdown.Send);
                using var reader = new CoReader(conn);
                var failure = Assert.Throws<IncompleteReadException>(() => count is { } n ? reader.ReadExactly(n).Await() : reader.ReadUntil(";"u8.ToArray()).Await());
                Assert.Equal(("abc", count), (Encoding.ASCII.GetString(failure.Partial), failure.Expected));
            }

            yield break;
        }
    }

    [Fact]
    public void A_line_without_end_does_not_fill_the_memory_and_a_wait_that_is_given_up_loses_nothing()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            using var reader = new CoReader(conn, maxLength: 1000);
            client.SendAll("par"u8.ToArray()).Await();
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => reader.ReadLine(TimeSpan.FromMilliseconds(5)).Await()).SocketErrorCode);
            Assert.Equal(3, reader.BufferedCount);
            client.SendAll("t\n"u8.ToArray()).Await();
            Assert.Equal("part", reader.ReadLine().Await());
            Assert.Equal(0, reader.BufferedCount);
            client.SendAll(new byte[5000]).Await();
            Assert.Throws<InvalidDataException>(() => reader.ReadLine().Await());
            Assert.Throws<InvalidDataException>(() => reader.ReadUntil("x"u8.ToArray()).Await());
            Assert.Equal(new byte[5000], reader.ReadExactly(5000).Await());
            // a peer that announces much makes nobody hold much
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => reader.ReadExactly(1_000_000_000, TimeSpan.FromMilliseconds(5)).Await()).SocketErrorCode);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void What_is_written_is_sent_at_a_flush_or_when_it_is_much(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            using var writer = new CoWriter(client, newLine: "\r\n", bufferSize: 100);
            writer.Write("a").Await();
            writer.WriteLine("bü").Await();
            writer.Write("!"u8.ToArray()).Await();
            Assert.Equal(7, writer.BufferedCount);
            Assert.False(conn.TryReceive(new byte[10], out _));
            writer.Flush().Await();
            Assert.Equal("abü\r\n!"u8, ReceiveExactly(conn, 7).Await());
            writer.Write("x").Await();
            writer.Write(new byte[1000]).Await();
            Assert.Equal(0, writer.BufferedCount);
            Assert.Equal((byte)'x', ReceiveExactly(conn, 1001).Await()[0]);
            writer.WriteLine(new string('y', 200)).Await();
            Assert.Equal(202, ReceiveExactly(conn, 202).Await().Length);
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Drip(CoSocket socket, byte[] bytes, Random random)
    {
        for (var at = 0; at < bytes.Length;)
        {
            var count = Math.Min(random.Next(1, 2000), bytes.Length - at);
            socket.SendAll(bytes.AsMemory(at, count)).Await();
            at += count;
            if (random.Next(10) == 0) Sleep(TimeSpan.Zero).Await();
        }

        socket.Shutdown(SocketShutdown.Send);
        yield break;
    }
}

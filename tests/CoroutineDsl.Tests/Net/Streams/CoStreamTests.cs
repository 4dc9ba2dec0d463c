using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Streams;

public class CoStreamTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void Readers_and_writers_of_the_framework_work_on_it(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var server = StreamServer.Create(Loopback, conn => Echo(conn));
            server.Start();
            using var stream = new CoStream(CoSocket.Connect(server.LocalEndPoint!).Await());
            var writer = new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
            var reader = new StreamReader(stream);
            for (var i = 0; i < 100; i++)
            {
                // synchronous, as old code would
                writer.WriteLine($"line {i}");
                Assert.Equal($"line {i}", reader.ReadLine());
                // and asynchronous
                writer.WriteLineAsync($"async {i}").Await();
                Assert.Equal($"async {i}", reader.ReadLineAsync().Await());
            }

            stream.Socket.Shutdown(SocketShutdown.Send);
            Assert.Null(reader.ReadLine());
            Assert.Equal(-1, stream.ReadByte());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Others_run_while_a_synchronous_read_waits(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = new CoStream(CoSocket.Connect(listener.LocalEndPoint!).Await());
            using var conn = listener.Accept().Await();
            var later = Spawn(SendAll(conn, "late"u8.ToArray()));
            var buffer = new byte[4];
            client.ReadExactly(buffer);
            Assert.Equal("late"u8, buffer);
            Assert.True(later.IsReady);
            client.ReadTimeout = 5;
            var timeout = Assert.Throws<IOException>(() => client.ReadByte());
            Assert.Equal(SocketError.TimedOut, Assert.IsType<SocketException>(timeout.InnerException).SocketErrorCode);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Asynchronous_code_of_other_threads_can_use_it(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var server = StreamServer.Create(Loopback, conn => Echo(conn));
            server.Start();
            var sent = Pattern(300_000);
            using var stream = new CoStream(CoSocket.Connect(server.LocalEndPoint!).Await());
            Task.Run(async () =>
            {
                var received = new byte[sent.Length];
                var writing = stream.WriteAsync(sent);
                await stream.ReadExactlyAsync(received);
                await writing;
                Assert.Equal(sent, received);
            }).Bounded().Await();

            // and blocking code of other threads
            Task.Run(() =>
            {
                stream.Write(sent.AsSpan(0, 1000));
                var received = new byte[1000];
                stream.ReadExactly(received);
                Assert.Equal(sent[..1000], received);
            }).Bounded().Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_cancelled_read_takes_nothing(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = new CoStream(CoSocket.Connect(listener.LocalEndPoint!).Await());
            using var conn = listener.Accept().Await();
            var buffer = new byte[10];
            using var cancellation = new CancellationTokenSource();
            var reading = client.ReadAsync(buffer, cancellation.Token).AsTask();
            Sleep(TimeSpan.Zero).Await();
            cancellation.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => reading.Bounded().Await());
            Assert.ThrowsAny<OperationCanceledException>(() => client.ReadAsync(buffer, cancellation.Token).AsTask().Await());

            // cancelled before the wait has begun
            using var early = new CancellationTokenSource();
            reading = client.ReadAsync(buffer, early.Token).AsTask();
            early.Cancel();
            Assert.ThrowsAny<OperationCanceledException>(() => reading.Bounded().Await());

            conn.SendAll("abc"u8.ToArray()).Await();
            Assert.Equal(3, client.ReadAtLeastAsync(buffer, 3).AsTask().Bounded().Await());
            Assert.Equal("abc"u8, buffer.AsSpan(0, 3));
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Closing_closes_the_socket_unless_it_is_borrowed(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            new CoStream(client, ownsSocket: false).Dispose();
            Assert.False(client.IsClosed);
            var stream = new CoStream(client);
            Assert.True(stream.CanRead && stream.CanWrite && !stream.CanSeek);
            stream.Dispose();
            Assert.True(client.IsClosed);
            Assert.False(stream.CanRead);
            Assert.Equal(0, conn.Receive(new byte[1]).Await());
            Assert.Throws<NotSupportedException>(() => stream.Length);
            yield break;
        }
    }
}

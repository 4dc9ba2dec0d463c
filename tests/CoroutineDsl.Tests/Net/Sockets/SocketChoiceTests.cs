using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Storms;
using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Sockets;

/// <summary>The waits of a socket as branches of a choice: a branch that lost has taken no byte and no client.</summary>
public sealed partial class SocketChoiceTests(ITestOutputHelper output)
{
    private const int Streams = 3;

    [Fact]
    public void Bytes_of_a_receive_that_lost_are_there_for_the_next() => Run(LosesReceive());

    [Coroutine]
    private static IEnumerator<Yield> LosesReceive()
    {
        using var pair = Connect().Await();
        var queue = new CoQueue<string>();
        var buffer = new byte[8];

        // both are there: the first in order wins
        queue.PutNoWait("item");
        pair.Peer.SendAll("ab"u8.ToArray()).Await();
        pair.Socket.WaitReadable().Await();
        Assert.Equal(0, Choose(queue.Get(), pair.Socket.Receive(buffer)).Await().Index);
        var choice = Choose(queue.Get(), pair.Socket.Receive(buffer)).Await();
        Assert.Equal((1, 2), (choice.Index, choice.Item2));

        // it was parked in both, and the queue came first
        var chooser = Spawn(ChooseEither(queue, pair.Socket, buffer));
        yield return Sleep();
        queue.PutNoWait("item");
        Assert.Equal("item", chooser.Get().Await());
        pair.Peer.SendAll("cd"u8.ToArray()).Await();
        Assert.Equal("cd", Text(buffer, pair.Socket.Receive(buffer).Await()));

        // it was parked in both, and the bytes came first
        chooser = Spawn(ChooseEither(queue, pair.Socket, buffer));
        yield return Sleep();
        pair.Peer.SendAll("ef"u8.ToArray()).Await();
        Assert.Equal("ef", chooser.Get().Await());
        queue.PutNoWait("kept");
        Assert.Equal("kept", queue.Get().Await());
    }

    [Fact]
    public void A_client_of_an_accept_that_lost_is_accepted_next() => Run(LosesAccept());

    [Coroutine]
    private static IEnumerator<Yield> LosesAccept()
    {
        using var listener = CoSocket.Listen(Loopback);
        var queue = new CoQueue<string>();
        queue.PutNoWait("item");
        using var first = CoSocket.Connect(listener.LocalEndPoint!).Await();
        listener.WaitReadable().Await();
        Assert.Equal(0, Choose(queue.Get(), listener.Accept()).Await().Index);
        var choice = Choose(queue.Get(), listener.Accept()).Await();
        Assert.Equal(1, choice.Index);
        using var accepted = choice.Item2;
        first.SendAll("a"u8.ToArray()).Await();
        var buffer = new byte[1];
        Assert.Equal("a", Text(buffer, accepted.Receive(buffer).Await()));
        yield break;
    }

    [Fact]
    public void Of_two_sockets_the_other_keeps_its_bytes() => Run(TwoSockets());

    [Coroutine]
    private static IEnumerator<Yield> TwoSockets()
    {
        using var one = Connect().Await();
        using var two = Connect().Await();
        one.Peer.SendAll("1"u8.ToArray()).Await();
        two.Peer.SendAll("2"u8.ToArray()).Await();
        one.Socket.WaitReadable().Await();
        two.Socket.WaitReadable().Await();
        byte[] first = new byte[4], second = new byte[4];
        var choice = Choose(two.Socket.Receive(second), one.Socket.Receive(first)).Await();
        Assert.Equal((0, "2"), (choice.Index, Text(second, choice.Item1)));
        Assert.Equal("1", Text(first, one.Socket.Receive(first).Await()));
        yield break;
    }

    [Fact]
    public void Killed_and_timed_out_a_choice_leaves_its_sockets_usable() => Run(Killed());

    [Coroutine]
    private static IEnumerator<Yield> Killed()
    {
        using var pair = Connect().Await();
        using var listener = CoSocket.Listen(Loopback);
        var buffer = new byte[4];
        var chooser = Spawn(ChooseAny(listener, pair.Socket, buffer));
        yield return Sleep();
        yield return chooser.Kill();
        Assert.Null(WithTimeout(TimeSpan.Zero, ChooseAny(listener, pair.Socket, buffer), null).Await());
        Assert.Equal(2, Choose(listener.Accept(), pair.Socket.Receive(buffer), Sleep(1)).Await().Index);

        pair.Peer.SendAll("x"u8.ToArray()).Await();
        Assert.Equal("x", Text(buffer, pair.Socket.Receive(buffer).Await()));
        using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
        using var accepted = listener.Accept().Await();
    }

    [Fact]
    public void A_socket_that_is_closed_ends_the_choice() => Run(Closed());

    [Coroutine]
    private static IEnumerator<Yield> Closed()
    {
        using var pair = Connect().Await();
        var buffer = new byte[4];
        var chooser = Spawn(ChooseEither(new CoQueue<string>(), pair.Socket, buffer));
        yield return Sleep();
        pair.Peer.Close();
        Assert.Equal("", chooser.Get().Await());
    }

    [Fact]
    public void Readable_and_writable_are_branches_too() => Run(Ready());

    [Coroutine]
    private static IEnumerator<Yield> Ready()
    {
        using var pair = Connect().Await();
        Assert.Equal(1, Choose(pair.Socket.WaitReadable(), pair.Socket.WaitWritable()).Await().Index);
        pair.Peer.SendAll("x"u8.ToArray()).Await();
        pair.Socket.WaitReadable().Await();
        Assert.Equal(0, Choose(pair.Socket.WaitReadable(), pair.Socket.WaitWritable()).Await().Index);
        yield break;
    }

    [Fact]
    public void Every_byte_comes_once_and_in_order_through_choices_that_are_killed()
    {
        var seed = StormSize.Seed();
        output.WriteLine($"seed {seed}");
        Run(Storm(StormSize.Of(2000), new Random(seed)));
    }

    [Coroutine]
    private static IEnumerator<Yield> Storm(int count, Random random)
    {
        var pairs = new Pair[Streams];
        for (var i = 0; i < Streams; i++) pairs[i] = Connect().Await();
        var senders = pairs.Select(pair => Spawn(Count(pair.Peer, count, random))).ToArray();
        var received = new int[Streams];
        while (received.Sum() < Streams * count)
        {
            var chooser = Spawn(TakeSome(pairs, received));
            for (var i = random.Next(4); i > 0; i--) yield return Sleep();
            yield return random.Next(2) == 0 ? chooser.Kill() : chooser.Join();
        }

        JoinAll(senders).Await();
        foreach (var pair in pairs) pair.Dispose();
        Assert.All(received, each => Assert.Equal(count, each));
    }

    /// <summary>Takes from whichever has something, and checks that it is what follows.</summary>
    [Coroutine]
    private static IEnumerator<Yield> TakeSome(Pair[] pairs, int[] received)
    {
        var buffers = pairs.Select(_ => new byte[16]).ToArray();
        for (var round = 0; round < 3; round++)
        {
            var choice = Choose(pairs[0].Socket.Receive(buffers[0]), pairs[1].Socket.Receive(buffers[1]), pairs[2].Socket.Receive(buffers[2])).Await();
            var length = choice.Index switch { 0 => choice.Item1, 1 => choice.Item2, _ => choice.Item3 };
            if (length == 0) yield break;
            for (var i = 0; i < length; i++) Assert.Equal((byte)received[choice.Index]++, buffers[choice.Index][i]);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Count(CoSocket socket, int count, Random random)
    {
        for (var sent = 0; sent < count;)
        {
            var bytes = Enumerable.Range(sent, Math.Min(random.Next(1, 9), count - sent)).Select(n => (byte)n).ToArray();
            socket.SendAll(bytes).Await();
            sent += bytes.Length;
            yield return Sleep();
        }

        socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> ChooseEither(CoQueue<string> queue, CoSocket socket, byte[] buffer)
    {
        var choice = Choose(queue.Get(), socket.Receive(buffer)).Await();
        yield return choice.Index == 0 ? choice.Item1 : Text(buffer, choice.Item2);
    }

    [Coroutine]
    private static IEnumerator<Yield<string?>> ChooseAny(CoSocket listener, CoSocket socket, byte[] buffer)
    {
        var choice = Choose(listener.Accept(), socket.Receive(buffer)).Await();
        yield return choice.Index.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    [Coroutine]
    private static IEnumerator<Yield<Pair>> Connect()
    {
        using var listener = CoSocket.Listen(Loopback);
        var peer = CoSocket.Connect(listener.LocalEndPoint!).Await();
        yield return new Pair(listener.Accept().Await(), peer);
    }

    private static string Text(byte[] buffer, int length) => Encoding.ASCII.GetString(buffer, 0, length);

    private static void Run(IEnumerator<Yield> test)
    {
        using var hub = new Hub(new HubOptions());
        WithTimeout(TimeSpan.FromSeconds(60), test).Await();
    }

    private sealed record Pair(CoSocket Socket, CoSocket Peer) : IDisposable
    {
        public void Dispose()
        {
            Socket.Dispose();
            Peer.Dispose();
        }
    }
}

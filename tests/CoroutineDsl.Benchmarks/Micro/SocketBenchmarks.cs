using System.Net;
using BenchmarkDotNet.Attributes;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Benchmarks;

/// <summary>Both ends of a connection in one hub: 64 bytes there and back.</summary>
[MemoryDiagnoser]
public partial class SocketBenchmarks
{
    private const int Rounds = 10_000;

    private readonly byte[] _request = new byte[64];
    private readonly byte[] _answer = new byte[64];
    private CoSocket _client = null!;
    private Greenlet _server = null!;

    [GlobalSetup]
    public void Connect()
    {
        using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        _client = CoSocket.Connect(listener.LocalEndPoint!).Await();
        _server = Spawn(Echo(listener.Accept().Await(), new byte[64]));
    }

    [GlobalCleanup]
    public void Close()
    {
        _client.Close();
        _server.Join().Await();
    }

    /// <summary>Two sends and two receives, of which the receives wait.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public void RoundTrip() => Spawn(Ask()).Join().Await();

    [Coroutine]
    private IEnumerator<Yield> Ask()
    {
        for (var i = 0; i < Rounds; i++)
        {
            _client.SendAll(_request).Await();
            _client.Receive(_answer).Await();
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Echo(CoSocket socket, byte[] buffer)
    {
        using (socket)
        {
            while (socket.Receive(buffer).Await() is > 0 and var count) socket.SendAll(buffer.AsMemory(0, count)).Await();
        }

        yield break;
    }
}

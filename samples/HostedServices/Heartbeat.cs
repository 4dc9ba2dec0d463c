using CoroutineDsl;
using CoroutineDsl.Hosting;
using CoroutineDsl.Net;

namespace HostedServices;

/// <summary>What the service counts.</summary>
public sealed class Beats
{
    private int _count;

    /// <summary>How many so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>One more.</summary>
    public void Add() => Interlocked.Increment(ref _count);
}

/// <summary>A background service whose body is a coroutine.</summary>
public sealed partial class Heartbeat(Beats beats) : GreenletService
{
    /// <inheritdoc/>
    [Coroutine]
    public override IEnumerator<Yield> Execute(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            beats.Add();
            yield return Greenlet.Sleep(100);
        }
    }
}

/// <summary>The conversation of the echo server.</summary>
public static partial class Echo
{
    /// <summary>Sends back what comes.</summary>
    [Coroutine]
    public static IEnumerator<Yield> Talk(CoSocket conn, ILogger logger)
    {
        logger.LogInformation("{Peer} has come", conn.RemoteEndPoint);
        var buffer = new byte[1024];
        while (conn.Receive(buffer).Await() is > 0 and var count) conn.SendAll(buffer.AsMemory(0, count)).Await();
        yield break;
    }
}

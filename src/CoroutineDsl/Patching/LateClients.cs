using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Patching;

/// <summary>Clients that were accepted after their wait had been given up: they wait for the next call that accepts on the same listener.</summary>
internal static class LateClients
{
    private static readonly ConditionalWeakTable<Socket, ConcurrentQueue<Socket>> s_queues = new();
    private static int s_count;

    public static Socket? Take(Socket listener)
    {
        if (Volatile.Read(ref s_count) == 0 || !s_queues.TryGetValue(listener, out var queue) || !queue.TryDequeue(out var client)) return null;
        Interlocked.Decrement(ref s_count);
        return client;
    }

    public static ValueTask<bool> Keep(Socket listener, Socket client)
    {
        s_queues.GetValue(listener, static _ => new()).Enqueue(client);
        Interlocked.Increment(ref s_count);
        return new(true);
    }
}

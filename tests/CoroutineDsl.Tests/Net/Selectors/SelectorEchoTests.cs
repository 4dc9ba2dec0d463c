using System.Net.Sockets;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Selectors;

/// <summary>An echo server as the users of the selectors module write it: callbacks in the data, no runtime.</summary>
public class SelectorEchoTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void Callbacks_serve_many_clients(string name)
    {
        const int clients = 20;
        using var selector = EverySelector.Make(name);
        using var listener = SocketPair.Listener();
        listener.Blocking = false;
        var served = 0;
        selector.Register(listener, SelectorEvents.Read, (Action<SelectorKey>)Accept);

        var replies = new byte[clients][];
        var threads = Enumerable.Range(0, clients).Select(i => new Thread(() => replies[i] = Talk(i))).ToList();
        threads.ForEach(t => t.Start());
        while (served < clients)
        {
            foreach (var (key, _) in selector.Select()) ((Action<SelectorKey>)key.Data!)(key);
        }

        threads.ForEach(t => t.Join());
        for (var i = 0; i < clients; i++) Assert.Equal(Message(i), replies[i]);
        Assert.Equal([listener], selector.Map.Keys);

        void Accept(SelectorKey key)
        {
            var conn = key.Socket.Accept();
            conn.Blocking = false;
            selector.Register(conn, SelectorEvents.Read, (Action<SelectorKey>)Echo);
        }

        void Echo(SelectorKey key)
        {
            var buffer = new byte[512];
            var n = key.Socket.Receive(buffer);
            if (n > 0)
            {
                Assert.Equal(n, key.Socket.Send(buffer.AsSpan(0, n)));
                return;
            }

            selector.Unregister(key.Socket);
            key.Socket.Close();
            served++;
        }

        byte[] Talk(int i)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(listener.LocalEndPoint!);
            socket.Send(Message(i));
            socket.Shutdown(SocketShutdown.Send);
            var all = new MemoryStream();
            var buffer = new byte[4096];
            while (socket.Receive(buffer) is var n and > 0) all.Write(buffer, 0, n);
            return all.ToArray();
        }

        static byte[] Message(int i) => [.. Enumerable.Range(0, 2000 + i).Select(j => (byte)(i + j))];
    }
}

using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Runtime;
using Xunit;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Sockets;

/// <summary>An echo round, receive and send, allocates nothing once it runs.</summary>
public class AllocationTests
{
    [Fact]
    public void An_echo_round_allocates_nothing()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var hub = new Hub(new HubOptions());
        using var listener = CoSocket.Listen(Loopback);
        var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
        Greenlet.Spawn(new EchoMachine(listener.Accept().Await()));
        var allocated = Greenlet.Spawn(Allocations.Least(() => new PingMachine(client, 2000))).Await();
        client.Close();
        Assert.Equal(0, allocated);
    }

    // written as the generator writes it
    private sealed class EchoMachine(CoSocket conn) : Coroutine
    {
        private readonly byte[] _buffer = new byte[64];

        public override bool Resume(Greenlet greenlet)
        {
            int n;
            switch (State)
            {
                case 1: goto Resume1;
                case 2: goto Resume2;
            }

        Loop:
            State = 1;
            if (conn.BeginReceive(greenlet, this, out n, _buffer)) goto Resumed1;
            return false;
        Resume1:
            greenlet.End(out n);
        Resumed1:
            if (n == 0)
            {
                conn.Close();
                return true;
            }

            State = 2;
            if (conn.BeginSendAll(greenlet, this, _buffer.AsMemory(0, n))) goto Loop;
            return false;
        Resume2:
            greenlet.End();
            goto Loop;
        }
    }

    private sealed class PingMachine(CoSocket conn, int rounds) : Coroutine
    {
        private readonly byte[] _buffer = new byte[16];
        private int _round;

        public override bool Resume(Greenlet greenlet)
        {
            int n;
            if (State == 1) goto Resume1;
        Loop:
            if (_round++ == rounds) return true;
            if (!conn.BeginSendAll(greenlet, this, _buffer)) throw new InvalidOperationException("no room");
            State = 1;
            if (conn.BeginReceive(greenlet, this, out n, _buffer)) goto Resumed1;
            return false;
        Resume1:
            greenlet.End(out n);
        Resumed1:
            if (n != _buffer.Length) throw new SocketException((int)SocketError.MessageSize);
            goto Loop;
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Tests.Tasks.Storm;

internal sealed partial class Acquisitions
{
    private int _signalled;

    private static bool Done(Action supply)
    {
        supply();
        return true;
    }

    // two signals would be one
    private bool Signal() => Interlocked.CompareExchange(ref _signalled, 1, 0) == 0 && _signal.Set();

    private bool WritePipe()
    {
        lock (_gate)
        {
            _pipe.Writer.GetSpan(1)[0] = 1;
            _pipe.Writer.Advance(1);
            return _pipe.Writer.FlushAsync().AsTask().IsCompletedSuccessfully;
        }
    }

    private bool WritePipeStream()
    {
        lock (_gate) _pipeWriter.WriteByte(1);
        return true;
    }

    private static bool Send(Socket writer) => writer.Send([1]) == 1;

    private static bool SendTo(EndPoint receiver)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        return socket.SendTo([1], receiver) == 1;
    }

    private bool Connect(EndPoint listener)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _clients.Add(client);
        client.Connect(listener);
        return true;
    }
}

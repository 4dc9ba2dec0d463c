using System.Net.Sockets;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Http;

internal sealed partial class HttpConnection
{
    private const long NotBegun = -1;

    private readonly PacedSender _sender;
    private long _headBegan = NotBegun;
    private TimeSpan _patience; // for the body that is being read

    /// <summary>Whether what was to be sent was sent in part, perhaps: nothing more can be.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>How long to wait for more of a head, or for the first of one.</summary>
    private TimeSpan HeadPatience
    {
        get
        {
            var patience = !Input.IsEmpty ? Options.HeaderTimeout - Server.Hub.Time.GetElapsedTime(_headBegan)
                : Server.IsStopping ? Options.LastRequestTimeout
                : _hasServed ? Options.KeepAliveTimeout
                : Options.HeaderTimeout;
            return patience > TimeSpan.Zero ? patience : TimeSpan.Zero;
        }
    }

    /// <summary>Sends as much of the output as there is room for now.</summary>
    /// <returns>Whether that was all; else <see cref="FlushRest"/> has to follow.</returns>
    public bool TryFlush()
    {
        if (Output.Count == 0) return true;
        IsBroken = true;
        Output.Consume(_sender.TrySend(Output.Span));
        if (Output.Count > 0) return false;
        IsBroken = false;
        return true;
    }

    /// <summary>Sends the output that there was no room for.</summary>
    [Coroutine]
    public IEnumerator<Yield> FlushRest()
    {
        IsBroken = true;
        _sender.SendAll(Output.Memory).Await();
        Sent();
        yield break;
    }

    /// <summary>Sends all output, and more after it, which is not copied.</summary>
    [Coroutine]
    public IEnumerator<Yield> Send(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> suffix)
    {
        IsBroken = true;
        _sender.SendParts([Output.Memory, data, suffix]).Await();
        Sent();
        yield break;
    }

    /// <summary>Sends all output, then a part of a file.</summary>
    [Coroutine]
    public IEnumerator<Yield> SendFile(SafeFileHandle file, long offset, long count)
    {
        if (!TryFlush()) FlushRest().Await();
        IsBroken = true;
        var sent = _sender.SendFile(file, offset, count).Await();
        if (sent < count) throw new EndOfStreamException($"The file ended {count - sent} bytes before what was promised.");
        IsBroken = false;
        yield break;
    }

    /// <summary>Sends as much of the output as there is room for now, unless somebody is sending.</summary>
    public void SendNow()
    {
        if (IsBroken || Output.Count == 0) return;
        try
        {
            Output.Consume(_sender.TrySend(Output.Span));
        }
        catch (SocketException)
        {
            IsBroken = true;
        }
    }

    /// <summary>Receives more of the body: into the input, or where there is a buffer directly into the reader's memory. A client may pause as long as the options say, and wins time back at the rate that they ask for.</summary>
    [Coroutine]
    public IEnumerator<Yield<int>> ReceiveBody(Memory<byte> buffer)
    {
        var began = Server.Hub.Time.GetTimestamp();
        int count;
        try
        {
            if (buffer.IsEmpty) count = Socket.Receive(Input, _patience).Await();
            else count = Socket.Receive(buffer, _patience).Await();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
        {
            throw new HttpStatusException(408, "The body did not come in time.");
        }
        catch (SocketException)
        {
            IsBroken = true;
            throw;
        }

        if (count == 0)
        {
            IsBroken = true;
            throw new SocketException((int)SocketError.ConnectionReset, "The client ended the connection within the body.");
        }

        _patience += TimeSpan.FromSeconds((double)count / Options.MinBodyRate) - Server.Hub.Time.GetElapsedTime(began);
        _patience = TimeSpan.FromTicks(Math.Clamp(_patience.Ticks, 0, Options.BodyTimeout.Ticks));
        yield return count;
    }

    private void Sent()
    {
        IsBroken = false;
        Output.Release();
    }
}

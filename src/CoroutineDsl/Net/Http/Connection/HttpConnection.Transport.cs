using System.Net.Sockets;
using CoroutineDsl.Runtime;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

internal sealed partial class HttpConnection
{
    private const long NotBegun = -1;

    private long _headBegan = NotBegun;
    private readonly PacedSender _sender;
    private TimeSpan _patience; // for the body that is being read

    /// <summary>Whether what was to be sent was sent in part, perhaps: nothing more can be.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Receives more of the body, into the input.</summary>
    public Suspension<int> ReceiveBody() => Waitables.From(ReceiveInTimeCoroutine(default));

    /// <summary>Receives more of the body, directly into the reader's memory.</summary>
    public Suspension<int> ReceiveBody(Memory<byte> buffer) => Waitables.From(ReceiveInTimeCoroutine(buffer));

    /// <summary>Sends all output.</summary>
    public Suspension Flush()
    {
        if (Output.Count == 0) return Suspension.Completed;
        IsBroken = true;
        var sent = _sender.TrySend(Output.Span);
        if (sent < Output.Count) return Waitables.From(FinishSendingCoroutine(sent));
        Sent();
        return Suspension.Completed;
    }

    /// <summary>Sends all output, and more after it, which is not copied.</summary>
    public Suspension Send(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> suffix)
    {
        IsBroken = true;
        return Waitables.From(SendAfterOutputCoroutine(data, suffix));
    }

    /// <summary>Sends all output, then a part of a file.</summary>
    public Suspension SendFile(SafeFileHandle file, long offset, long count) => Waitables.From(FlushAndSendFileCoroutine(file, offset, count));

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

    private Suspension<int> ReceiveHead()
    {
        var timeout = !Input.IsEmpty ? Options.HeaderTimeout - Server.Hub.Time.GetElapsedTime(_headBegan)
            : Server.IsStopping ? Options.LastRequestTimeout
            : _hasServed ? Options.KeepAliveTimeout
            : Options.HeaderTimeout;
        return Socket.Receive(Input, timeout > TimeSpan.Zero ? timeout : TimeSpan.Zero);
    }

    /// <summary>A client may pause as long as the options say, and wins time back at the rate that they ask for.</summary>
    [Coroutine]
    private IEnumerator<Yield<int>> ReceiveInTime(Memory<byte> buffer)
    {
        var began = Server.Hub.Time.GetTimestamp();
        int count;
        try
        {
            count = (buffer.IsEmpty ? Socket.Receive(Input, _patience) : Socket.Receive(buffer, _patience)).Await();
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

    [Coroutine]
    private IEnumerator<Yield> FinishSending(int sent)
    {
        _sender.SendAll(Output.Memory[sent..]).Await();
        Sent();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> SendAfterOutput(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> suffix)
    {
        _sender.SendParts([Output.Memory, data, suffix]).Await();
        Sent();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> FlushAndSendFile(SafeFileHandle file, long offset, long count)
    {
        Flush().Await();
        IsBroken = true;
        var sent = _sender.SendFile(file, offset, count).Await();
        if (sent < count) throw new EndOfStreamException($"The file ended {count - sent} bytes before what was promised.");
        IsBroken = false;
        yield break;
    }

    private void Sent()
    {
        IsBroken = false;
        Output.Release();
    }
}

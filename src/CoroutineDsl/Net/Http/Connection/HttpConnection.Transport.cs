using System.Net.Sockets;
using CoroutineDsl.Runtime;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

internal sealed partial class HttpConnection
{
    private const long NotBegun = -1;

    private long _headBegan = NotBegun;
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
        var wait = Socket.SendAll(Output.Memory, SendTimeout(Output.Count));
        if (wait.Source is not null) return Waitables.From(FinishSendingCoroutine(wait));
        Sent();
        return Suspension.Completed;
    }

    /// <summary>Sends all output, and more after it, which is not copied.</summary>
    public Suspension Send(ReadOnlyMemory<byte> data, ReadOnlyMemory<byte> suffix)
    {
        IsBroken = true;
        return Waitables.From(FinishSendingCoroutine(Socket.SendAll([Output.Memory, data, suffix], SendTimeout(Output.Count + data.Length))));
    }

    /// <summary>Sends all output, then a part of a file.</summary>
    public Suspension SendFile(SafeFileHandle file, long offset, long count) => Waitables.From(FlushAndSendFileCoroutine(file, offset, count));

    /// <summary>Sends as much of the output as there is room for now, unless somebody is sending.</summary>
    public void SendNow()
    {
        if (IsBroken || Output.Count == 0 || !Socket.Channel.IsWritable) return;
        var sent = 0;
        var error = Socket.SendNow(Output.Span, isAll: true, ref sent);
        if (error is SocketError.Success or SocketError.WouldBlock) Output.Consume(sent);
        else IsBroken = true;
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

        _patience -= Server.Hub.Time.GetElapsedTime(began);
        _patience += TimeSpan.FromSeconds((double)count / Options.MinBodyRate);
        if (_patience > Options.BodyTimeout) _patience = Options.BodyTimeout;
        yield return count;
    }

    [Coroutine]
    private IEnumerator<Yield> FinishSending(Suspension wait)
    {
        wait.Await();
        Sent();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> FlushAndSendFile(SafeFileHandle file, long offset, long count)
    {
        Flush().Await();
        IsBroken = true;
        var sent = Socket.SendFile(file, offset, count, SendTimeout(count)).Await();
        if (sent < count) throw new IOException($"The file ended {count - sent} bytes before what was promised.");
        IsBroken = false;
        yield break;
    }

    private void Sent()
    {
        IsBroken = false;
        Output.Release();
    }

    private TimeSpan SendTimeout(long size) => Options.BodyTimeout + TimeSpan.FromSeconds(size / Options.MinBodyRate);
}

using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Net;

/// <summary>A socket on Linux's system calls: no exception, no allocation and no lookup between a coroutine and the kernel.</summary>
internal sealed unsafe class LinuxSocket : RawSocket
{
    private const int MaxVectors = 64;

    private readonly int _descriptor;
    private Socket? _socket;
    private readonly bool _isOwned;
    private readonly bool _isDatagram;
    private SocketPath? _path;
    private bool _isClosed;
    private bool _isAccepted;
    private EndPoint? _remoteEndPoint;
    private ulong _peer; // the address of an accepted connection over IPv4, until somebody asks for it: most idle connections are never asked

    public LinuxSocket(AddressFamily family, SocketType type, ProtocolType protocol)
        : this(Errno.Check(LinuxSyscalls.Socket(
            LinuxAddress.Family(family),
            (type == SocketType.Dgram ? 2 : 1) | LinuxSyscalls.NonBlocking | LinuxSyscalls.CloseOnExec,
            (int)protocol)), family, type)
    {
    }

    /// <summary>Takes over a socket of .NET's.</summary>
    public LinuxSocket(Socket socket)
        : this((int)socket.Handle, socket.AddressFamily, socket.SocketType)
    {
        _isOwned = false;
        _socket = socket;
        _socket.Blocking = false;
    }

    private LinuxSocket(int descriptor, AddressFamily family, SocketType type)
    {
        _isOwned = true;
        _descriptor = descriptor;
        Family = family;
        _isDatagram = type == SocketType.Dgram;
        IsByteStream = type == SocketType.Stream && family is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
    }

    /// <summary>A socket that nobody uses any more closes.</summary>
    ~LinuxSocket()
    {
        if (_isClosed) return;
        if (_isOwned) _ = LinuxSyscalls.Close(_descriptor);
        Abandon();
    }

    public override nint Descriptor => _descriptor;

    public override Socket Socket => _socket ??= MakeSocket();

    public override AddressFamily Family { get; }

    public override bool IsByteStream { get; }

    public override EndPoint? LocalEndPoint => Name(isLocal: true);

    public override EndPoint? RemoteEndPoint => _remoteEndPoint ??= _isAccepted ? Peer() : Name(isLocal: false);

    public override void Bind(EndPoint endPoint)
    {
        if (IsByteStream)
        {
            // a server that starts again must not wait for the last connections of the old one (.NET's sockets do the same)
            var on = 1;
            Errno.Check(LinuxSyscalls.SetOption(_descriptor, LinuxSyscalls.SocketLevel, LinuxSyscalls.ReuseAddressOption, &on, sizeof(int)));
        }

        var address = endPoint.Serialize();
        fixed (byte* start = address.Buffer.Span) Errno.Check(LinuxSyscalls.Bind(_descriptor, start, (uint)address.Size));
        _path = SocketPath.Of(endPoint);
    }

    public override void Listen(int backlog) => Errno.Check(LinuxSyscalls.Listen(_descriptor, backlog));

    public override SocketError Connect(EndPoint endPoint)
    {
        var address = endPoint.Serialize();
        fixed (byte* start = address.Buffer.Span)
        {
            // an interrupted attempt goes on
            var error = Result(LinuxSyscalls.Connect(_descriptor, start, (uint)address.Size));
            return error == SocketError.Interrupted ? SocketError.InProgress : error;
        }
    }

    public override SocketError ConnectResult()
    {
        var value = 0;
        uint size = sizeof(int);
        var error = Result(LinuxSyscalls.GetOption(_descriptor, LinuxSyscalls.SocketLevel, LinuxSyscalls.ErrorOption, &value, &size));
        return error == SocketError.Success ? Errno.ToSocketError(value) : error;
    }

    public override RawSocket? Accept(out SocketError error)
    {
        var address = stackalloc byte[LinuxAddress.MaxSize];
        while (true)
        {
            uint size = LinuxAddress.MaxSize;
            var accepted = LinuxSyscalls.Accept(_descriptor, address, &size, LinuxSyscalls.NonBlocking | LinuxSyscalls.CloseOnExec);
            error = Result(accepted);
            if (error == SocketError.Interrupted) continue;
            if (error != SocketError.Success) return null;
            return new LinuxSocket(accepted, Family, SocketType.Stream)
            {
                _isAccepted = true,
                _peer = Family == AddressFamily.InterNetwork ? *(ulong*)address : 0,
                _remoteEndPoint = Family == AddressFamily.InterNetwork ? null : LinuxAddress.Read(new(address, (int)size), Family),
            };
        }
    }

    public override int Receive(Span<byte> buffer, out SocketError error)
    {
        nint count;
        fixed (byte* start = buffer)
        {
            do count = LinuxSyscalls.Receive(_descriptor, start, (nuint)buffer.Length, LinuxSyscalls.DontWait);
            while (IsInterrupted(count));
        }

        error = Result(count);
        return (int)count;
    }

    public override int Send(ReadOnlySpan<byte> buffer, out SocketError error)
    {
        nint count;
        fixed (byte* start = buffer)
        {
            do count = LinuxSyscalls.Send(_descriptor, start, (nuint)buffer.Length, LinuxSyscalls.DontWait | LinuxSyscalls.NoSignal);
            while (IsInterrupted(count));
        }

        error = Result(count);
        return (int)count;
    }

    public override int Send(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, int offset, out SocketError error)
    {
        var count = Math.Min(buffers.Count - first, MaxVectors);
        var vectors = stackalloc LinuxSyscalls.Vector[count];
        var pins = ArrayPool<MemoryHandle>.Shared.Rent(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var buffer = i == 0 ? buffers[first][offset..] : buffers[first + i];
                pins[i] = buffer.Pin();
                vectors[i] = new() { Start = (byte*)pins[i].Pointer, Size = (nuint)buffer.Length };
            }

            var message = new LinuxSyscalls.MessageHeader { Vectors = vectors, VectorCount = (nuint)count };
            nint sent;
            do sent = LinuxSyscalls.SendMessage(_descriptor, &message, LinuxSyscalls.DontWait | LinuxSyscalls.NoSignal);
            while (IsInterrupted(sent));
            error = Result(sent);
            return (int)sent;
        }
        finally
        {
            for (var i = 0; i < count; i++) pins[i].Dispose();
            ArrayPool<MemoryHandle>.Shared.Return(pins, clearArray: true);
        }
    }

    public override int SendFile(SafeFileHandle file, long offset, long count, out SocketError error)
    {
        nint sent;
        do sent = LinuxSyscalls.SendFile(_descriptor, file, &offset, (nuint)Math.Min(count, int.MaxValue));
        while (IsInterrupted(sent));
        error = Result(sent);
        return error is SocketError.InvalidArgument or SocketError.OperationNotSupported ? FileReads.Send(this, file, offset, count, out error) : (int)sent;
    }

    public override int ReceiveFrom(Span<byte> buffer, out EndPoint? from, out bool isTruncated, out SocketError error)
    {
        var address = stackalloc byte[LinuxAddress.MaxSize];
        uint size = LinuxAddress.MaxSize;
        nint count;
        // the size of a datagram then is its own; of a stream the flag would drop bytes
        var flags = LinuxSyscalls.DontWait | (_isDatagram ? LinuxSyscalls.Truncate : 0);
        fixed (byte* start = buffer)
        {
            do count = LinuxSyscalls.ReceiveFrom(_descriptor, start, (nuint)buffer.Length, flags, address, &size);
            while (IsInterrupted(count));
        }

        error = Result(count);
        from = count < 0 ? null : LinuxAddress.Read(new(address, (int)size), Family);
        isTruncated = count > buffer.Length;
        return (int)Math.Min(count, buffer.Length);
    }

    public override int SendTo(ReadOnlySpan<byte> buffer, EndPoint to, out SocketError error)
    {
        var address = to.Serialize();
        nint count;
        fixed (byte* start = buffer, target = address.Buffer.Span)
        {
            do count = LinuxSyscalls.SendTo(_descriptor, start, (nuint)buffer.Length, LinuxSyscalls.DontWait | LinuxSyscalls.NoSignal, target, (uint)address.Size);
            while (IsInterrupted(count));
        }

        error = Result(count);
        return (int)count;
    }

    public override bool IsReady(SelectorEvents direction)
    {
        var asked = new LinuxSyscalls.PollDescriptor
        {
            Descriptor = _descriptor,
            Events = direction == SelectorEvents.Read ? LinuxSyscalls.PollIn : LinuxSyscalls.PollOut,
        };
        return LinuxSyscalls.Poll(&asked, 1, 0) > 0;
    }

    public override SocketError SetNoDelay(bool value)
    {
        var option = value ? 1 : 0;
        return Result(LinuxSyscalls.SetOption(_descriptor, LinuxSyscalls.TcpLevel, LinuxSyscalls.NoDelayOption, &option, sizeof(int)));
    }

    public override SocketError Shutdown(SocketShutdown how) => Result(LinuxSyscalls.Shutdown(_descriptor, (int)how));

    public override void Close()
    {
        if (_isClosed) return;
        _isClosed = true;
        if (_isOwned) _ = LinuxSyscalls.Close(_descriptor);
        else _socket!.Dispose();
        _path?.Release();
        GC.SuppressFinalize(this);
    }

    private static bool IsInterrupted(nint result) => result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted;

    /// <summary>What became of a call; and, being an instance method that is called after it, what keeps the socket from being finalised during it.</summary>
    private SocketError Result(nint result)
    {
        GC.KeepAlive(this);
        return result >= 0 ? SocketError.Success : Errno.ToSocketError(Marshal.GetLastPInvokeError());
    }

    /// <summary>For options. It is never disposed, which would close the descriptor.</summary>
    private Socket MakeSocket()
    {
        var made = new Socket(new SafeSocketHandle(_descriptor, ownsHandle: false));
        GC.SuppressFinalize(made);
        return made;
    }

    private EndPoint? Peer()
    {
        var peer = _peer;
        return peer == 0 ? null : LinuxAddress.Read(new(&peer, sizeof(ulong)), Family);
    }

    private EndPoint? Name(bool isLocal)
    {
        if (_isClosed) return null;
        var address = stackalloc byte[LinuxAddress.MaxSize];
        uint size = LinuxAddress.MaxSize;
        var result = isLocal ? LinuxSyscalls.LocalName(_descriptor, address, &size) : LinuxSyscalls.RemoteName(_descriptor, address, &size);
        return Result(result) == SocketError.Success ? LinuxAddress.Read(new(address, (int)size), Family) : null;
    }
}

using System.ComponentModel;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>How many operations in a row may succeed at once before the other greenlets have their turn.</summary>
    private const int MaxTurns = 64;

    private ReceiveWait? _receive;
    private LateReceiveWait? _lateReceive;
    private ReadyWait? _readable;
    private int _turns;

    // those of the socket's own that are not in use
    private ReceiveWait FreeReceive => _receive is { IsInUse: false } free ? free : _receive = new(this) { IsPooled = true };

    private LateReceiveWait FreeLateReceive => _lateReceive is { IsInUse: false } free ? free : _lateReceive = new(this) { IsPooled = true };

    private ReadyWait FreeReadable => _readable is { IsInUse: false } free ? free : _readable = new(this, SelectorEvents.Read) { IsPooled = true };

    /// <summary>Receives what has arrived, at least one byte; waits until there is some.</summary>
    /// <param name="buffer">Where to. Bytes are put there no later than the wait ends, none after a kill or a timeout. If it is empty, the wait is for bytes to arrive, and none are taken.</param>
    /// <param name="timeout">How long to wait at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <returns>How many bytes; 0 when the peer has ended the stream.</returns>
    /// <exception cref="SocketException">The connection is broken (from the wait).</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed (from the wait).</exception>
    /// <exception cref="InvalidOperationException">Another greenlet is receiving, or another thread runs the hub (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Begins(nameof(BeginReceive))]
    public Suspension<int> Receive(Memory<byte> buffer, TimeSpan? timeout = null) => new ReceiveWait(this) { Buffer = buffer }.Within(Timeouts.Ticks(timeout));

    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)" path="/*[not(self::param)]"/>
    /// <param name="buffer">Where to.</param>
    /// <param name="milliseconds">How long to wait at most.</param>
    [Begins(nameof(BeginReceive))]
    public Suspension<int> Receive(Memory<byte> buffer, int milliseconds) => Receive(buffer, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits until there is something to receive, the end of the stream included, and takes nothing: so an idle connection holds no buffer.</summary>
    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)" path="/param[@name='timeout']"/>
    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    [Begins(nameof(BeginWaitReadable))]
    public Suspension WaitReadable(TimeSpan? timeout = null) => new ReadyWait(this, SelectorEvents.Read).Within(Timeouts.Ticks(timeout));

    /// <summary>The begin of <see cref="Receive(Memory{byte}, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginReceive(Greenlet greenlet, Coroutine frame, out int value, Memory<byte> buffer, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Read, greenlet);
        if (MayReceive())
        {
            var error = ReceiveNow(buffer.Span, out value);
            if (error == SocketError.Success) return greenlet.Satisfied(frame, value);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        value = 0;
        var wait = FreeReceive;
        wait.Buffer = buffer;
        return wait.Park(greenlet, ticks, TakeTurn());
    }

    /// <summary>The begin of <see cref="Receive(Memory{byte}, int)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginReceive(Greenlet greenlet, Coroutine frame, out int value, Memory<byte> buffer, int milliseconds) =>
        BeginReceive(greenlet, frame, out value, buffer, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>The begin of <see cref="WaitReadable"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginWaitReadable(Greenlet greenlet, Coroutine frame, TimeSpan? timeout = null)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Read, greenlet);
        if (Channel.IsReadable && _raw.IsReady(SelectorEvents.Read)) return greenlet.Satisfied(frame);
        Channel.Exhausted(SelectorEvents.Read);
        return FreeReadable.Park(greenlet, ticks);
    }

    /// <summary>As <see cref="Receive(Memory{byte}, TimeSpan?)"/>, into memory that is taken only when there is something to receive: one system call, where <see cref="WaitReadable"/> and a receive are two.</summary>
    [Begins(nameof(BeginReceive))]
    public Suspension<int> Receive(ILateBuffer buffer, TimeSpan? timeout) => new LateReceiveWait(this) { Buffer = buffer }.Within(Timeouts.Ticks(timeout));

    /// <summary>The begin of <see cref="Receive(ILateBuffer, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginReceive(Greenlet greenlet, Coroutine frame, out int value, ILateBuffer buffer, TimeSpan? timeout)
    {
        var ticks = Timeouts.Ticks(timeout);
        greenlet.Enter(frame);
        Enter(SelectorEvents.Read, greenlet);
        if (MayReceive())
        {
            var error = ReceiveNow(buffer, out value);
            if (error == SocketError.Success) return greenlet.Satisfied(frame, value);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        value = 0;
        var wait = FreeLateReceive;
        wait.Buffer = buffer;
        return wait.Park(greenlet, ticks, TakeTurn());
    }

    /// <summary>Receives what has arrived, in plain code: <c>false</c> where that would wait.</summary>
    internal bool ReceiveAtOnce(Memory<byte> buffer, out int count)
    {
        Enter(SelectorEvents.Read, _hub.CurrentGreenlet);
        count = 0;
        if (!MayReceive()) return false;
        var error = ReceiveNow(buffer.Span, out count);
        return error == SocketError.Success || (error == SocketError.WouldBlock ? false : throw new SocketException((int)error));
    }

    internal SocketError ReceiveNow(ILateBuffer buffer, out int count)
    {
        var error = ReceiveNow(buffer.Open(), out count);
        buffer.Received(error == SocketError.Success ? count : 0);
        return error;
    }

    internal SocketError ReceiveNow(Span<byte> buffer, out int count)
    {
        if (buffer.IsEmpty)
        {
            count = 0;
            if (_raw.IsReady(SelectorEvents.Read)) return SocketError.Success;
            Channel.Exhausted(SelectorEvents.Read);
            return SocketError.WouldBlock;
        }

        count = _raw.Receive(buffer, out var error);
        if (error == SocketError.WouldBlock) Channel.Exhausted(SelectorEvents.Read);
        else if (count < buffer.Length && count > 0 && _raw.IsByteStream) Channel.Emptied();
        return error;
    }

    /// <summary>Whether a receive is to be tried now: there may be something, and it is not the others' turn.</summary>
    internal bool MayReceive() => Channel.IsReadable && ++_turns < MaxTurns;

    /// <summary>Before a wait to receive: whether it is for the others' sake.</summary>
    internal bool TakeTurn()
    {
        var isTurn = _turns >= MaxTurns;
        _turns = 0;
        return isTurn;
    }
}

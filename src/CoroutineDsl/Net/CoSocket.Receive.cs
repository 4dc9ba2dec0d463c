using System.Net.Sockets;

namespace CoroutineDsl.Net;

public sealed partial class CoSocket
{
    /// <summary>How many operations in a row may succeed at once before the other greenlets have their turn.</summary>
    private const int MaxTurns = 64;

    private ReceiveWait? _receive;
    private LateReceiveWait? _lateReceive;
    private ReadyWait? _readable;
    private int _turns;

    /// <summary>Receives what has arrived, at least one byte; waits until there is some.</summary>
    /// <param name="buffer">Where to. Bytes are put there no later than the wait ends, none after a kill or a timeout. If it is empty, the wait is for bytes to arrive, and none are taken.</param>
    /// <param name="timeout">How long to wait at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <returns>How many bytes; 0 when the peer has ended the stream.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="ObjectDisposedException">The socket is closed.</exception>
    /// <exception cref="InvalidOperationException">Another greenlet is receiving, or another thread runs the hub.</exception>
    public Suspension<int> Receive(Memory<byte> buffer, TimeSpan? timeout = null)
    {
        var ticks = Enter(SelectorEvents.Read, timeout);
        if (Channel.IsReadable && ++_turns < MaxTurns)
        {
            var error = ReceiveNow(buffer.Span, out var count);
            if (error == SocketError.Success) return new(count);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        return (_receive ??= new(this)).Wait(buffer, ticks, TakeTurn());
    }

    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)"/>
    /// <param name="buffer">Where to.</param>
    /// <param name="milliseconds">How long to wait at most.</param>
    public Suspension<int> Receive(Memory<byte> buffer, int milliseconds) => Receive(buffer, TimeSpan.FromMilliseconds(milliseconds));

    /// <summary>Waits until there is something to receive, the end of the stream included, and takes nothing: so an idle connection holds no buffer.</summary>
    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)" path="/param[@name='timeout']"/>
    /// <inheritdoc cref="Receive(Memory{byte}, TimeSpan?)" path="/exception"/>
    public Suspension WaitReadable(TimeSpan? timeout = null)
    {
        var ticks = Enter(SelectorEvents.Read, timeout);
        if (Channel.IsReadable && _raw.IsReady(SelectorEvents.Read)) return Suspension.Completed;
        Channel.Exhausted(SelectorEvents.Read);
        return (_readable ??= new(this, SelectorEvents.Read)).Wait(ticks);
    }

    /// <summary>As <see cref="Receive(Memory{byte}, TimeSpan?)"/>, into memory that is taken only when there is something to receive: one system call, where <see cref="WaitReadable"/> and a receive are two.</summary>
    public Suspension<int> Receive(ILateBuffer buffer, TimeSpan? timeout)
    {
        var ticks = Enter(SelectorEvents.Read, timeout);
        if (Channel.IsReadable && ++_turns < MaxTurns)
        {
            var error = ReceiveNow(buffer, out var count);
            if (error == SocketError.Success) return new(count);
            if (error != SocketError.WouldBlock) throw new SocketException((int)error);
        }

        return (_lateReceive ??= new(this)).Wait(buffer, ticks, TakeTurn());
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

    /// <summary>Before a wait to receive: whether it is for the others' sake.</summary>
    private bool TakeTurn()
    {
        var isTurn = _turns >= MaxTurns;
        _turns = 0;
        return isTurn;
    }
}

using System.Net.Sockets;
using CoroutineDsl.Runtime;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl.Http;

/// <summary>
/// Sends to a peer that has to take what it is sent. It has a purse of time: waiting for it spends, what it takes earns at the rate that is asked for, and the purse never holds more than it began with. So a pause
/// is allowed and a trickle is not, however large the answer is. What the peer has taken is what its system has acknowledged, where this system can say: the buffers of the kernel may hold megabytes.
/// </summary>
internal sealed partial class PacedSender(CoSocket socket, TimeProvider time, TimeSpan longest, int minRate)
{
    private const int TurnSize = 65_536; // after so many bytes in a row the others have their turn: the kernel has room for megabytes of each answer

    private readonly TimeSpan _longest = longest;
    private TimeSpan _patience = longest;
    private int _turn; // how many bytes were sent in this turn
    private long _given; // to the system, since the beginning
    private long _taken; // of these, by the peer, at the last look

    /// <summary>How many bytes were given to the system.</summary>
    public long Given => _given;

    /// <summary>A new answer begins: the purse is full.</summary>
    public void Begin()
    {
        _patience = _longest;
        _turn = 0;
    }

    /// <summary>Sends as much as there is room for now, and as is fair to the others.</summary>
    /// <returns>How many bytes.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        var sent = 0;
        while (sent < bytes.Length && _turn < TurnSize && socket.TrySend(bytes.Slice(sent, Math.Min(bytes.Length - sent, TurnSize)), out var count))
        {
            sent += count;
            _turn += count;
        }

        _given += sent;
        return sent;
    }

    /// <summary>Sends all.</summary>
    /// <exception cref="SocketException">The connection is broken; with <see cref="SocketError.TimedOut"/>: the peer is too slow.</exception>
    [Coroutine]
    public IEnumerator<Yield> SendAll(ReadOnlyMemory<byte> bytes)
    {
        while (true)
        {
            bytes = bytes[TrySend(bytes.Span)..];
            if (bytes.IsEmpty) yield break;
            Pause().Await();
        }
    }

    /// <inheritdoc cref="SendAll(ReadOnlyMemory{byte})"/>
    [Coroutine]
    public IEnumerator<Yield> SendParts(ReadOnlyMemory<byte>[] parts)
    {
        var now = new ReadOnlyMemory<byte>[parts.Length];
        var first = 0;
        while (true)
        {
            while (first < parts.Length && parts[first].IsEmpty) first++;
            if (first == parts.Length) yield break;
            if (_turn < TurnSize && socket.TrySend(Some(parts, first, now), out var count)) Advance(parts, first, count);
            else Pause().Await();
        }
    }

    /// <summary>Sends a part of a file.</summary>
    /// <returns>How many bytes: fewer where the file ends before.</returns>
    /// <inheritdoc cref="SendAll(ReadOnlyMemory{byte})" path="/exception"/>
    [Coroutine]
    public IEnumerator<Yield<long>> SendFile(SafeFileHandle file, long offset, long count)
    {
        var sent = 0L;
        while (sent < count)
        {
            if (_turn < TurnSize && socket.TrySendFile(file, offset + sent, Math.Min(count - sent, TurnSize), out var now))
            {
                if (now == 0) break;
                sent += now;
                _given += now;
                _turn += (int)now;
            }
            else
            {
                Pause().Await();
            }
        }

        yield return sent;
    }

    /// <summary>What of the parts fits into a turn.</summary>
    private static ArraySegment<ReadOnlyMemory<byte>> Some(ReadOnlyMemory<byte>[] parts, int first, ReadOnlyMemory<byte>[] now)
    {
        var (count, room) = (0, TurnSize);
        for (var i = first; i < parts.Length && room > 0; i++)
        {
            now[count] = parts[i][..Math.Min(parts[i].Length, room)];
            room -= now[count++].Length;
        }

        return new(now, 0, count);
    }

    private void Advance(ReadOnlyMemory<byte>[] parts, int first, int count)
    {
        _given += count;
        _turn += count;
        for (var i = first; count > 0; i++)
        {
            var taken = Math.Min(count, parts[i].Length);
            parts[i] = parts[i][taken..];
            count -= taken;
        }
    }

    /// <summary>Waits for the others' turn, or for room.</summary>
    [Coroutine]
    private IEnumerator<Yield> Pause()
    {
        var isTurn = _turn >= TurnSize;
        _turn = 0;
        if (isTurn) Greenlet.Sleep().Await();
        else WaitForRoom().Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitForRoom()
    {
        while (true)
        {
            var began = time.GetTimestamp();
            var hasRoom = true;
            try
            {
                socket.WaitWritable(_patience).Await();
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.TimedOut)
            {
                hasRoom = false;
            }

            Account(time.GetElapsedTime(began));
            if (_patience <= TimeSpan.Zero) throw new SocketException((int)SocketError.TimedOut, $"{socket}: the peer does not take what it is sent.");
            if (hasRoom) yield break;
        }
    }

    private void Account(TimeSpan waited)
    {
        var taken = _given - (socket.UnacknowledgedCount ?? 0);
        _patience += TimeSpan.FromSeconds(Math.Max(taken - _taken, 0) / (double)minRate) - waited;
        _taken = taken;
        if (_patience > _longest) _patience = _longest;
    }
}

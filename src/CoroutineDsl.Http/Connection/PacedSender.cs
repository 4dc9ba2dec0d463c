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
    private const int FileSlice = 1_048_576; // after so many bytes of a file the others have their turn

    private readonly TimeSpan _longest = longest;
    private TimeSpan _patience = longest;
    private long _given; // to the system, since the beginning
    private long _taken; // of these, by the peer, at the last look

    /// <summary>How many bytes were given to the system.</summary>
    public long Given => _given;

    /// <summary>A new answer begins: the purse is full.</summary>
    public void Begin() => _patience = _longest;

    /// <summary>Sends as much as there is room for now.</summary>
    /// <returns>How many bytes.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        var sent = 0;
        while (sent < bytes.Length && socket.TrySend(bytes[sent..], out var count)) sent += count;
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
            WaitForRoom().Await();
        }
    }

    /// <inheritdoc cref="SendAll(ReadOnlyMemory{byte})"/>
    [Coroutine]
    public IEnumerator<Yield> SendParts(ReadOnlyMemory<byte>[] parts)
    {
        var first = 0;
        while (true)
        {
            while (first < parts.Length && parts[first].IsEmpty) first++;
            if (first == parts.Length) yield break;
            if (socket.TrySend(new ArraySegment<ReadOnlyMemory<byte>>(parts, first, parts.Length - first), out var count)) Advance(parts, first, count);
            else WaitForRoom().Await();
        }
    }

    /// <summary>Sends a part of a file.</summary>
    /// <returns>How many bytes: fewer where the file ends before.</returns>
    /// <inheritdoc cref="SendAll(ReadOnlyMemory{byte})" path="/exception"/>
    [Coroutine]
    public IEnumerator<Yield<long>> SendFile(SafeFileHandle file, long offset, long count)
    {
        var (sent, inRow) = (0L, 0L);
        while (sent < count)
        {
            if (socket.TrySendFile(file, offset + sent, Math.Min(count - sent, FileSlice), out var now))
            {
                if (now == 0) break;
                sent += now;
                inRow += now;
                _given += now;
                if (inRow < FileSlice) continue;
                Greenlet.Sleep().Await();
            }
            else
            {
                WaitForRoom().Await();
            }

            inRow = 0;
        }

        yield return sent;
    }

    private void Advance(ReadOnlyMemory<byte>[] parts, int first, int count)
    {
        _given += count;
        for (var i = first; count > 0; i++)
        {
            var taken = Math.Min(count, parts[i].Length);
            parts[i] = parts[i][taken..];
            count -= taken;
        }
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

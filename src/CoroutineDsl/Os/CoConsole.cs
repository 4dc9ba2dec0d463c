using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Runtime;
using Microsoft.Win32.SafeHandles;

namespace CoroutineDsl;

/// <summary>The standard input, read while the other greenlets run. (Writing to the console does not wait.)</summary>
/// <remarks>What it has read ahead, <see cref="Console.In"/> does not see any more: use one of them.</remarks>
public static partial class CoConsole
{
    /// <summary>Reads a line. A terminal and a pipe are waited for by the hub, without a thread; anything else is read on the thread pool. A line that comes after a timeout or a kill is there for the next who reads.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <returns>The line without its end; null at the end of the input.</returns>
    /// <exception cref="SocketException">With <see cref="SocketError.TimedOut"/>: the time is over.</exception>
    public static Suspension<string?> ReadLine(TimeSpan? timeout = null)
    {
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(ReadNextLineCoroutine(timeout));
    }

    [Coroutine]
    private static IEnumerator<Yield<string?>> ReadNextLine(TimeSpan? timeout)
    {
        yield return Coroutine.Call<string?>(new ReadLineFrame(StandardInput.Of(Hub.Current), timeout)).Await();
    }
}

/// <summary>The standard input of a hub.</summary>
internal sealed class StandardInput
{
    private readonly List<byte> _line = [];
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;
    private bool _hasEnded;

    private static readonly HubSlot<StandardInput> s_slot = new(hub => new StandardInput(hub));

    public StandardInput(Hub hub)
        : this(hub, RawSocket.UsesSystemCalls(hub) ? new SafeFileHandle(0, ownsHandle: false) : null, IsClosed(0))
    {
    }

    /// <param name="hub">The hub.</param>
    /// <param name="handle">The descriptor to read; null: whatever <see cref="Console.In"/> reads.</param>
    /// <param name="isClosed">Whether there is nothing to read.</param>
    public StandardInput(Hub hub, SafeFileHandle? handle, bool isClosed = false)
    {
        Hub = hub;
        IsAbsent = isClosed;
        if (handle is null || isClosed) return;
        var socket = new CoSocket(new LinuxPipe(handle, isShared: true), hub);
        try
        {
            socket.Arm(SelectorEvents.Read);
            Socket = socket;
        }
        catch (SocketException)
        {
            // a file: it is always ready, and the selector does not take it
        }
    }

    public Hub Hub { get; }

    /// <summary>Whether the process was started without a standard input.</summary>
    public bool IsAbsent { get; }

    /// <summary>The hub's own, with what it has read ahead.</summary>
    public static StandardInput Of(Hub hub) => s_slot.Of(hub);

    public CoSocket? Socket { get; }

    public Memory<byte> Buffer => _buffer;

    /// <summary>Whether a descriptor is none that the process was started with: what was inherited does not close when another program is run, and what the runtime opens itself does.</summary>
    internal static bool IsClosed(int descriptor)
    {
        if (!OperatingSystem.IsLinux()) return false;
        var flags = LinuxSyscalls.FileControl(descriptor, LinuxSyscalls.GetDescriptorFlags, 0);
        return flags < 0 || (flags & LinuxSyscalls.ClosesOnExec) != 0;
    }

    /// <summary>So many bytes have been read; none: the end.</summary>
    public void Received(int count)
    {
        (_start, _end) = (0, count);
        _hasEnded = count == 0;
    }

    /// <summary>A line, if all of it has been read.</summary>
    public bool TryTake(out string? line)
    {
        var arrived = _buffer.AsSpan(_start, _end - _start);
        var length = arrived.IndexOf((byte)'\n');
        _line.AddRange(length < 0 ? arrived : arrived[..length]);
        _start = length < 0 ? _end : _start + length + 1;
        line = null;
        if (length < 0 && !_hasEnded) return false;
        if (length < 0 && _line.Count == 0) return true;
        if (_line.Count > 0 && _line[^1] == '\r') _line.RemoveAt(_line.Count - 1);
        line = Console.InputEncoding.GetString([.. _line]);
        _line.Clear();
        return true;
    }
}

/// <summary>Reads until there is a line.</summary>
internal sealed class ReadLineFrame(StandardInput input, TimeSpan? timeout) : Coroutine<string?>
{
    public override FrameLocation Location => new("read a line", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (input.IsAbsent) return true;
        if (input.Socket is null) return Offload(greenlet);
        var count = 0;
        if (State == 1) greenlet.End(out count);
        while (true)
        {
            if (State == 1) input.Received(count);
            if (input.TryTake(out Result)) return true;
            State = 1;
            if (!input.Socket.BeginReceive(greenlet, this, out count, input.Buffer, timeout)) return false;
        }
    }

    private bool Offload(Greenlet greenlet)
    {
        if (State == 1)
        {
            greenlet.End(out Result);
            return true;
        }

        State = 1;
        return greenlet.Begin(this, input.Hub.Offload(Console.In.ReadLine), out Result);
    }
}

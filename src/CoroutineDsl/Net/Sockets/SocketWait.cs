using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// One kind of operation on one direction of a socket, made once per socket and used again for each wait. The operation itself runs when the socket is ready, before the greenlet does; so a
/// greenlet that is killed or timed out has not taken anything from the socket, and one that was served is not disturbed any more before it has its value.
/// </summary>
internal abstract class SocketWait<T> : WaitSource<T>, ISocketWait
{
    private readonly SelectorEvents _direction;
    private Greenlet? _greenlet;
    private SocketError _error;
    private T _value = default!;
    private bool _isTurn;
    private long _ticks;
    private long _number;

    protected SocketWait(CoSocket socket, SelectorEvents direction)
    {
        Socket = socket;
        _direction = direction;
    }

    public Greenlet? Greenlet => _greenlet;

    protected CoSocket Socket { get; }

    /// <summary>A suspension that waits until the operation is possible, at most so many ticks.</summary>
    /// <param name="ticks">Of <see cref="TimeSpan"/>; negative: without end.</param>
    /// <param name="isTurn">Whether it may well be possible now, but the others are to have their turn before.</param>
    public Suspension<T> Wait(long ticks, bool isTurn = false)
    {
        _isTurn = isTurn;
        _ticks = ticks;
        return new(this, ++_number);
    }

    public void Ready()
    {
        var error = Try(out var value);
        if (error == SocketError.WouldBlock)
        {
            Socket.Channel.Exhausted(_direction);
            Socket.Arm(_direction);
            return;
        }

        _value = value;
        End(error);
    }

    public void Fail(SocketError error) => End(error);

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        if (argument != _number) throw new InvalidOperationException($"{greenlet.Name} waits for an operation on {Socket} after a later one of the same kind was begun.");
        Socket.CheckFree(_direction, greenlet);
        if (_isTurn)
        {
            Socket.Hub.SelectorPoller.ReportReadable(Socket.Channel);
        }
        else if (Socket.IsReady(_direction))
        {
            // an event came between the call and the wait
            _error = Try(out _value);
            if (_error != SocketError.WouldBlock)
            {
                Release();
                return true;
            }

            Socket.Channel.Exhausted(_direction);
        }

        Socket.Arm(_direction);
        Occupy(this);
        _greenlet = greenlet;
        greenlet.ParkExternal(this, _ticks);
        return false;
    }

    internal override void Cancel(Greenlet greenlet)
    {
        _greenlet = null;
        Occupy(null);
        Release();
    }

    internal override T Take(Greenlet greenlet)
    {
        if (greenlet.TakeTimedOut()) throw new SocketException((int)SocketError.TimedOut, $"{What} timed out after {TimeSpan.FromTicks(_ticks)} on {Socket}.");
        if (_error == SocketError.OperationAborted) throw new SocketException((int)_error, $"{Socket} was closed by another greenlet.");
        if (_error != SocketError.Success) throw Failure(_error);
        var value = _value;
        _value = default!;
        return value;
    }

    internal override string Describe(Greenlet greenlet) => $"{What} on {Socket}";

    /// <summary>What is done, as in "Receive timed out".</summary>
    protected abstract string What { get; }

    /// <summary>Does it, if that is possible without waiting.</summary>
    protected abstract SocketError Try(out T value);

    /// <summary>Lets go of what the operation was given.</summary>
    protected abstract void Release();

    protected virtual SocketException Failure(SocketError error) => new((int)error);

    private void End(SocketError error)
    {
        var greenlet = _greenlet!;
        Cancel(greenlet);
        _error = error;
        greenlet.Wake();
    }

    private void Occupy(ISocketWait? wait)
    {
        if (_direction == SelectorEvents.Read) Socket.Channel.Reader = wait;
        else Socket.Channel.Writer = wait;
    }
}

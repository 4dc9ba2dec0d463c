using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// One kind of operation on one direction of a socket. The operation itself runs when the socket is ready, before the greenlet does; so a greenlet that is killed or timed out has not taken anything from
/// the socket, and one that was served is not disturbed any more before it has its value.
/// </summary>
/// <remarks>One that a suspension was made of does its operation at each wait, one at a time. Those that lowered code waits with are the socket's, and used again for each wait.</remarks>
[System.Diagnostics.StackTraceHidden]
internal abstract class SocketWait<T> : WaitSource<T>, ISocketWait
{
    private readonly SelectorEvents _direction;
    private Greenlet? _greenlet;
    private SocketError _error;
    private T _value = default!;
    private long _ticks;

    protected SocketWait(CoSocket socket, SelectorEvents direction)
    {
        Socket = socket;
        _direction = direction;
    }

    public Greenlet? Greenlet => _greenlet;

    /// <summary>Whether it belongs to the socket, and nobody has a suspension of it.</summary>
    public bool IsPooled { get; init; }

    /// <summary>Whether a greenlet waits with it, or has not taken its value yet.</summary>
    public bool IsInUse { get; private set; }

    protected CoSocket Socket { get; }

    /// <summary>A suspension of the operation, which waits at most so many ticks of <see cref="TimeSpan"/>; negative: without end.</summary>
    public Suspension<T> Within(long ticks) => new(this, ticks);

    public void Ready()
    {
        SocketError error;
        T value;
        if (!_greenlet!.State.IsBranch) error = Try(out value);
        else if (!TryFor((Branch)_greenlet, out error, out value)) return; // it is about to leave, and the socket stays ready
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

    internal override bool Try(Greenlet greenlet, object? state, long argument) => HasOneStep && TryNow(greenlet);

    internal override bool Begin(Greenlet greenlet, object? state, long argument) => TryNow(greenlet) || Park(greenlet, argument, IsTurn());

    private bool TryNow(Greenlet greenlet)
    {
        if (IsInUse) throw new InvalidOperationException($"{greenlet.Name} waits with a suspension ({What} on {Socket}) that another greenlet waits with.");
        Socket.Enter(_direction, greenlet);
        Restart();
        if (!MayTry()) return false;
        _error = TryFirst(out _value);
        if (_error == SocketError.WouldBlock)
        {
            Socket.Channel.Exhausted(_direction);
            return false;
        }

        IsInUse = true;
        LetGo();
        return true;
    }

    /// <summary>Waits until the socket is ready; always <c>false</c>, as a begin that has not ended.</summary>
    /// <param name="greenlet">Who waits.</param>
    /// <param name="ticks">Of <see cref="TimeSpan"/>; negative: without end.</param>
    /// <param name="isTurn">Whether it may well be ready now, but the others are to have their turn before.</param>
    public bool Park(Greenlet greenlet, long ticks, bool isTurn = false)
    {
        if (isTurn) Socket.Hub.SelectorPoller.ReportReadable(Socket.Channel);
        Socket.Arm(_direction);
        Occupy(this);
        IsInUse = true;
        _greenlet = greenlet;
        _ticks = ticks;
        greenlet.ParkExternal(this, ticks);
        return false;
    }

    internal override bool IsOneStep => HasOneStep;

    internal override void Cancel(Greenlet greenlet)
    {
        Leave();
        IsInUse = false;
    }

    internal override T Take(Greenlet greenlet)
    {
        IsInUse = false;
        if (greenlet.TakeTimedOut()) throw new SocketException((int)SocketError.TimedOut, $"{What} timed out after {TimeSpan.FromTicks(_ticks)} on {Socket}.");
        if (_error == SocketError.OperationAborted) throw new SocketException((int)_error, $"{Socket} was closed by another greenlet.");
        if (_error != SocketError.Success) throw Failure(_error);
        var value = _value;
        _value = default!;
        return value;
    }

    internal override Work WorkFor(Greenlet greenlet) => Socket.Hub.HasPeer(Socket) ? Work.None : Work.UnderWay;

    internal override string Describe(Greenlet greenlet) => $"{What} on {Socket}";

    /// <summary>What is done, as in "Receive timed out".</summary>
    protected abstract string What { get; }

    /// <summary>Whether it is done at once or not at all. Of the others a part may have been done when the wait begins.</summary>
    protected virtual bool HasOneStep => true;

    /// <summary>Does it, if that is possible without waiting.</summary>
    protected abstract SocketError Try(out T value);

    /// <summary>The same, where no event has said that the socket is ready.</summary>
    protected virtual SocketError TryFirst(out T value) => Try(out value);

    /// <summary>Whether there is a chance that it need not wait.</summary>
    protected virtual bool MayTry() => Socket.IsReady(_direction);

    /// <summary>Asked before a wait: whether it is for the others' sake.</summary>
    protected virtual bool IsTurn() => false;

    /// <summary>A wait begins: nothing of the operation has been done in it.</summary>
    protected virtual void Restart()
    {
    }

    /// <summary>A wait ends, however it does.</summary>
    protected virtual void Ended()
    {
    }

    /// <summary>Lets go of what the operation was given.</summary>
    protected abstract void Release();

    protected virtual SocketException Failure(SocketError error) => new((int)error);

    /// <summary>For a branch of a choice: <c>false</c>, another branch has won.</summary>
    private bool TryFor(Branch branch, out SocketError error, out T value)
    {
        (error, value) = (SocketError.WouldBlock, default!);
        lock (Claims.Gate)
        {
            if (!branch.MayClaim) return false;
            error = Try(out value);
            if (error != SocketError.WouldBlock) branch.Claim();
            return true;
        }
    }

    private void End(SocketError error)
    {
        var greenlet = _greenlet!;
        Leave();
        _error = error;
        greenlet.Wake();
    }

    private void Leave()
    {
        _greenlet = null;
        Occupy(null);
        LetGo();
    }

    private void LetGo()
    {
        Ended();
        if (IsPooled) Release();
    }

    private void Occupy(ISocketWait? wait)
    {
        if (_direction == SelectorEvents.Read) Socket.Channel.Reader = wait;
        else Socket.Channel.Writer = wait;
    }
}

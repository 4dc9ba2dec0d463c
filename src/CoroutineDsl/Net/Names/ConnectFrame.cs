using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// Connects to a name: its addresses are tried one after the other, IPv6 and IPv4 by turns, each beginning when the one before has failed or has had a quarter of a second (Happy Eyeballs, RFC 8305). The
/// first connection wins; the other attempts are ended.
/// </summary>
internal sealed class ConnectFrame(string host, int port, TimeSpan? timeout) : Coroutine<CoSocket>
{
    private const int Resolving = 1;
    private const int Racing = 2;

    private static readonly TimeSpan s_headStart = TimeSpan.FromMilliseconds(250);

    private readonly CoEvent _changed = new();
    private readonly List<Greenlet> _attempts = [];
    private readonly List<SocketException> _failures = [];
    private IPAddress[] _addresses = [];
    private CoSocket? _winner;
    private CoTimeout? _limit;
    private bool _isOver;

    public override FrameLocation Location => new($"connect to {host}:{port}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        var isParked = false;
        try
        {
            isParked = !Step(greenlet);
            return !isParked;
        }
        finally
        {
            if (!isParked) End();
        }
    }

    /// <summary>IPv6 and IPv4 by turns, beginning with the kind that the system prefers.</summary>
    internal static IPAddress[] Interleaved(IPAddress[] addresses)
    {
        var first = new Queue<IPAddress>(addresses.Where(a => a.AddressFamily == addresses[0].AddressFamily));
        var others = new Queue<IPAddress>(addresses.Where(a => a.AddressFamily != addresses[0].AddressFamily));
        var result = new List<IPAddress>(addresses.Length);
        while (first.Count + others.Count > 0)
        {
            if (first.TryDequeue(out var one)) result.Add(one);
            if (others.TryDequeue(out var other)) result.Add(other);
        }

        return [.. result];
    }

    private void Won(CoSocket socket)
    {
        if (_isOver || _winner is not null)
        {
            socket.Close();
            return;
        }

        _winner = socket;
        _changed.Set();
    }

    private void Failed(SocketException failure)
    {
        _failures.Add(failure);
        _changed.Set();
    }

    private bool Step(Greenlet greenlet)
    {
        if (State == Resolving) greenlet.End(out _addresses);
        else if (State == Racing) greenlet.End();

        if (State == 0)
        {
            State = Resolving;
            if (timeout is { } time) _limit = CoTimeout.Start(time, new SocketException((int)SocketError.TimedOut, $"Connect timed out after {time}: {host}:{port}."));
            if (!greenlet.Begin(this, CoDns.Resolve(host), out _addresses)) return false;
        }

        if (State == Resolving) _addresses = Interleaved(_addresses);
        State = Racing;
        while (true)
        {
            if (_winner is not null)
            {
                Result = _winner;
                return true;
            }

            if (_failures.Count == _addresses.Length) throw Failure();
            // it is the first, or the last one has failed, or has had its head start
            if (_attempts.Count < _addresses.Length) _attempts.Add(Greenlet.Spawn(new Attempt(this, new(_addresses[_attempts.Count], port))));
            _changed.Clear();
            Suspension change = _changed.Wait(_attempts.Count < _addresses.Length ? s_headStart : null);
            if (!greenlet.Begin(this, change)) return false;
        }
    }

    private SocketException Failure() => _failures.Count == 1
        ? _failures[0]
        : new((int)_failures[0].SocketErrorCode, $"No address of '{host}' could be connected to: {string.Join(" ", _failures.Select(f => f.Message))}");

    private void End()
    {
        _isOver = true;
        _limit?.Close();
        if (Result is null) _winner?.Close();
        foreach (var attempt in _attempts) attempt.Kill();
    }

    private sealed class Attempt(ConnectFrame race, IPEndPoint endPoint) : Coroutine
    {
        public override FrameLocation Location => new($"connect to {endPoint}", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            try
            {
                CoSocket socket;
                if (State == 1)
                {
                    greenlet.End(out socket);
                }
                else
                {
                    State = 1;
                    if (!greenlet.Begin(this, CoSocket.Connect(endPoint), out socket)) return false;
                }

                race.Won(socket);
            }
            catch (SocketException e)
            {
                race.Failed(e);
            }

            return true;
        }
    }
}

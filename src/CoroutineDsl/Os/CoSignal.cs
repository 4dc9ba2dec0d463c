using System.Runtime.InteropServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// Signals as events: those that are watched do not do what the system would do (end the process, for most), and are waited for like anything else. <c>foreach</c> goes through them as they come.
/// </summary>
/// <remarks>Made, waited on and disposed of on its hub's thread. While nobody waits, signals are kept, in order.</remarks>
public sealed class CoSignal : CoEnumerable<PosixSignal>, IDisposable
{
    private readonly Queue<PosixSignal> _received = new();
    private readonly Hub _hub = Hub.Current;
    private readonly IDisposable[] _handlers;
    private AsyncResult<bool> _arrival = new();
    private bool _isDisposed;

    /// <summary>Starts to watch.</summary>
    /// <param name="signals">Which; a value of the system's own is possible too.</param>
    /// <exception cref="ArgumentException">None is given.</exception>
    /// <exception cref="PlatformNotSupportedException">The system does not have it.</exception>
    public CoSignal(params ReadOnlySpan<PosixSignal> signals)
    {
        if (signals.IsEmpty) throw new ArgumentException("At least one signal is expected.", nameof(signals));
        _handlers = new IDisposable[signals.Length];
        try
        {
            for (var i = 0; i < signals.Length; i++) _handlers[i] = Handle(signals[i]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Waits for one of the signals, which are watched while this waits.</summary>
    /// <param name="signals">Which.</param>
    /// <returns>The one that came.</returns>
    public static Suspension<PosixSignal> Wait(params PosixSignal[] signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        return Waitables.From(new WaitFrame(signals));
    }

    /// <summary>Waits for the next signal.</summary>
    /// <param name="timeout">How long to wait at most.</param>
    /// <exception cref="CoTimeoutException">The time is over.</exception>
    /// <exception cref="ObjectDisposedException">It watches no more.</exception>
    public Suspension<PosixSignal> Next(TimeSpan? timeout = null)
    {
        _hub.CheckThread();
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Waitables.From(new NextFrame(this, timeout));
    }

    /// <inheritdoc/>
    public override CoEnumerator<PosixSignal> GetEnumerator() => new Enumerator(this);

    /// <summary>Watches no more: the signals do again what they did before. A <c>foreach</c> that waits ends.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        foreach (var handler in _handlers) handler?.Dispose();
        _arrival.TrySet(false);
    }

    private IDisposable Handle(PosixSignal signal) => _hub.HandleSignal(signal, () =>
    {
        _received.Enqueue(signal);
        _arrival.TrySet(true);
    });

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"signals ({(_isDisposed ? "disposed of" : $"{_received.Count} received")})";

    private sealed class NextFrame(CoSignal watch, TimeSpan? timeout) : Coroutine<PosixSignal>
    {
        public override FrameLocation Location => new("next signal", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            while (true)
            {
                if (State == 1) greenlet.End();
                State = 0;
                if (watch._received.TryDequeue(out Result)) return true;
                ObjectDisposedException.ThrowIf(watch._isDisposed, watch);
                if (watch._arrival.IsReady) watch._arrival = new();
                State = 1;
                Suspension arrival = watch._arrival.Get(timeout);
                if (!greenlet.Begin(this, arrival)) return false;
            }
        }
    }

    private sealed class WaitFrame(PosixSignal[] signals) : Coroutine<PosixSignal>
    {
        private CoSignal? _watch;

        public override FrameLocation Location => new("wait for a signal", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            var isParked = false;
            try
            {
                if (State == 0)
                {
                    State = 1;
                    _watch = new(signals);
                    isParked = !greenlet.Begin(this, new NextFrame(_watch, null), out Result);
                }
                else
                {
                    greenlet.End(out Result);
                }

                return !isParked;
            }
            finally
            {
                if (!isParked) _watch?.Dispose();
            }
        }
    }

    private sealed class Enumerator(CoSignal watch) : CoEnumerator<PosixSignal>
    {
        private PosixSignal _current;

        public override PosixSignal Current => _current;

        public override Suspension<bool> Step() => Waitables.From(new StepFrame(this, watch));

        private sealed class StepFrame(Enumerator enumerator, CoSignal watch) : Coroutine<bool>
        {
            public override FrameLocation Location => new("next signal", 0, "");

            public override bool Resume(Greenlet greenlet)
            {
                try
                {
                    if (State == 1)
                    {
                        greenlet.End(out enumerator._current);
                    }
                    else
                    {
                        State = 1;
                        if (!greenlet.Begin(this, new NextFrame(watch, null), out enumerator._current)) return false;
                    }

                    Result = true;
                }
                catch (ObjectDisposedException)
                {
                    // watched no more
                }

                return true;
            }
        }
    }
}

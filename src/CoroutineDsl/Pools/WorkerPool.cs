using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Real threads for work that blocks or computes (gevent's <c>ThreadPool</c>). They start when there is work for them, and end when there has been none for a while.</summary>
/// <remarks>All members are for any thread. What has been begun is not interrupted.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class WorkerPool : IDisposable
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(5);

    [ThreadStatic]
    private static WorkerPool? t_current;

    private readonly object _gate = new();
    private readonly Queue<Action> _work = new();
    private int _maxSize;
    private int _size;
    private int _idle;
    private int _unfinished;
    private bool _isDisposed;
    private AsyncResult<bool>? _empty;

    /// <summary>Makes a pool without threads.</summary>
    /// <param name="maxSize">How many threads it has at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public WorkerPool(int maxSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxSize);
        _maxSize = maxSize;
    }

    /// <summary>How many threads it has at most. More begin with what waits; of fewer, threads end when they have done what they do. 0: nothing is begun.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int MaxSize
    {
        get
        {
            lock (_gate) return _maxSize;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(MaxSize));
            lock (_gate)
            {
                _maxSize = value;
                for (var waiting = _work.Count; waiting > 0 && _size < _maxSize; waiting--) AddThread();
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>How many threads it has.</summary>
    public int Size
    {
        get
        {
            lock (_gate) return _size;
        }
    }

    /// <summary>How many functions have been given to it and are not done.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _unfinished;
        }
    }

    /// <summary>What its threads do, and who waits.</summary>
    public WorkerStatistics Statistics
    {
        get
        {
            lock (_gate) return new(_size, _idle, _work.Count, _empty?.Statistics.Waiting ?? 0);
        }
    }

    /// <summary>Runs a function on a thread of the pool, as soon as there is one: its result.</summary>
    /// <exception cref="ObjectDisposedException">The pool has been disposed of.</exception>
    public AsyncResult<T> Spawn<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        var result = new AsyncResult<T>();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _unfinished++;
            _work.Enqueue(FlowingContext.ToFlow() is { } context ? () => ExecutionContext.Run(context, _ => Run(function, result), null) : () => Run(function, result));
            if (_idle >= _work.Count) Monitor.Pulse(_gate);
            else if (_size < _maxSize) AddThread();
        }

        return result;
    }

    /// <inheritdoc cref="Spawn{T}(Func{T})"/>
    public AsyncResult<bool> Spawn(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Spawn(() =>
        {
            action();
            return true;
        });
    }

    /// <summary>Runs a function on a thread of the pool and waits for its result; throws its failure. Called on a thread of the pool, it runs there.</summary>
    public Suspension<T> Apply<T>(Func<T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Waitables.From(new ApplyCall<T>(this, function));
    }

    /// <summary>Runs a function for each item on the threads of the pool, and waits for all: the results, in the order of the items. The first failure in that order is thrown.</summary>
    public Suspension<TResult[]> Map<T, TResult>(Func<T, TResult> function, IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Group().Map((T item) => Waiting.For(Spawn(() => function(item))), source);
    }

    /// <summary>Runs a function for each item on the threads of the pool: the results, in the order of the items, as they are there.</summary>
    /// <param name="function">What to run.</param>
    /// <param name="source">The items.</param>
    /// <param name="maxSize">How many may have been begun and not been taken.</param>
    public CoEnumerable<TResult> IMap<T, TResult>(Func<T, TResult> function, IEnumerable<T> source, int? maxSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Group().IMap((T item) => Waiting.For(Spawn(() => function(item))), source, maxSize);
    }

    /// <summary>As <c>IMap</c>, the results in the order in which they come.</summary>
    /// <inheritdoc cref="IMap{T, TResult}(Func{T, TResult}, IEnumerable{T}, int?)"/>
    public CoEnumerable<TResult> IMapUnordered<T, TResult>(Func<T, TResult> function, IEnumerable<T> source, int? maxSize = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new Group().IMapUnordered((T item) => Waiting.For(Spawn(() => function(item))), source, maxSize);
    }

    /// <summary>Waits until nothing is left to do: <c>true</c>, or <c>false</c> when the timeout has passed first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    public Suspension<bool> Join(TimeSpan? timeout = null)
    {
        Timeouts.Ticks(timeout);
        return Waitables.From(new JoinCall(this, timeout));
    }

    /// <summary>Drops what has not been begun, whose results fail with an <see cref="ObjectDisposedException"/>, and ends the threads when they have done what they do.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _maxSize = 0;
            Monitor.PulseAll(_gate);
            if (_size > 0) return;
        }

        Drop();
    }

    private AsyncResult<bool> Empty()
    {
        lock (_gate)
        {
            if (_unfinished > 0) return _empty ??= new AsyncResult<bool>();
        }

        var empty = new AsyncResult<bool>();
        empty.Set(true);
        return empty;
    }

    private void Run<T>(Func<T> function, AsyncResult<T> result)
    {
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            result.Set(Calls.ValueOf(function));
        }
        catch (Exception exception)
        {
            result.TrySetException(exception);
        }

        lock (_gate)
        {
            if (--_unfinished > 0) return;
            _empty?.Set(true);
            _empty = null;
        }
    }

    private void AddThread()
    {
        _size++;
        new Thread(Work) { IsBackground = true, Name = "CoroutineDsl worker" }.UnsafeStart();
    }

    private void Work()
    {
        t_current = this;
        while (Next() is { } work) work();
        if (_isDisposed) Drop();
    }

    private void Drop()
    {
        while (true)
        {
            Action work;
            lock (_gate)
            {
                if (!_work.TryDequeue(out work!)) return;
            }

            work();
        }
    }

    /// <summary>What to do next; <c>null</c>: the thread is to end.</summary>
    private Action? Next()
    {
        lock (_gate)
        {
            while (_size <= _maxSize)
            {
                if (_work.TryDequeue(out var work)) return work;
                _idle++;
                var isPulsed = Monitor.Wait(_gate, IdleTime);
                _idle--;
                if (!isPulsed && _work.Count == 0) break;
            }

            _size--;
            return null;
        }
    }

    /// <summary>Runs a function on a thread of the pool, and waits for its result.</summary>
    private sealed class ApplyCall<T>(WorkerPool pool, Func<T> function) : Coroutine<T>
    {
        public override FrameLocation Location => new("WorkerPool", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End(out Result);
                return true;
            }

            if (ReferenceEquals(t_current, pool))
            {
                Result = function();
                return true;
            }

            State = 1;
            return pool.Spawn(function).BeginGet(greenlet, this, out Result);
        }
    }

    /// <summary>Waits until nothing is left to do.</summary>
    private sealed class JoinCall(WorkerPool pool, TimeSpan? timeout) : Coroutine<bool>
    {
        public override FrameLocation Location => new("WorkerPool", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End(out Result);
                return true;
            }

            State = 1;
            return pool.Empty().BeginWait(greenlet, this, out Result, timeout);
        }
    }

    /// <summary>The wait for a result, as a coroutine.</summary>
    private sealed class Waiting
    {
        public static Coroutine<T> For<T>(AsyncResult<T> result) => new Call<T>(result);

        private sealed class Call<T>(AsyncResult<T> result) : Coroutine<T>
        {
            public override FrameLocation Location => new("WorkerPool", 0, "");

            public override bool Resume(Greenlet greenlet)
            {
                if (State == 1)
                {
                    greenlet.End(out Result);
                    return true;
                }

                State = 1;
                return result.BeginGet(greenlet, this, out Result);
            }
        }
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"workers ({Statistics.Size - Statistics.Idle} of {Size} busy, {Statistics.Queued} queued{InWords.Waiting(Statistics.Waiting)})";
}

namespace CoroutineDsl.Jobs;

public sealed partial class ProcessPool
{
    /// <summary>Runs a job for each item, and waits for all: the results, in the order of the items. The first failure in that order is thrown, when all are over.</summary>
    /// <param name="job">Makes the call for an item: <c>n =&gt; MJob(n)</c>.</param>
    /// <param name="source">The items; enumerated when the wait begins.</param>
    /// <param name="chunkSize">How many calls go to a worker together: more for small jobs. They are lost together too.</param>
    /// <exception cref="JobFailedException">A job failed (from the wait).</exception>
    /// <exception cref="WorkerLostException">The process of a job ended first (from the wait).</exception>
    /// <exception cref="ObjectDisposedException">The pool is closed (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The chunk size is not positive.</exception>
    public Suspension<TResult[]> Map<T, TResult>(Func<T, Job<TResult>> job, IEnumerable<T> source, int chunkSize = 1)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkSize);
        return MapAllCoroutine(job, source, chunkSize).AsSuspension();
    }

    /// <summary>Runs a job for each item: the results in the order in which they come, for a <c>foreach</c>. A failure is thrown where it comes, and ends the enumeration and its jobs.</summary>
    /// <param name="job">Makes the call for an item: <c>n =&gt; MJob(n)</c>.</param>
    /// <param name="source">The items; taken as there is room for them, so they may be many.</param>
    /// <param name="chunkSize">How many calls go to a worker together: more for small jobs.</param>
    /// <param name="maxSize">How many items may have been taken whose results have not been; by default enough for all workers.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public CoEnumerable<TResult> MapUnordered<T, TResult>(Func<T, Job<TResult>> job, IEnumerable<T> source, int chunkSize = 1, int? maxSize = null)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(chunkSize);
        if (maxSize is { } size) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(maxSize));
        return new UnorderedMap<T, TResult>(this, job, source, chunkSize, maxSize ?? (int)Math.Min(int.MaxValue, Size * 64L * chunkSize));
    }

    [Coroutine]
    private IEnumerator<Yield<TResult[]>> MapAll<T, TResult>(Func<T, Job<TResult>> job, IEnumerable<T> source, int chunkSize)
    {
        Job<TResult>[] jobs = [.. source.Select(job)];
        var sink = new ArraySink<TResult>(jobs.Length);
        var chunks = new List<Chunk>();
        try
        {
            for (var start = 0; start < jobs.Length; start += chunkSize)
            {
                var calls = new JobCall[Math.Min(chunkSize, jobs.Length - start)];
                for (var i = 0; i < calls.Length; i++) calls[i] = new JobCall<TResult>(jobs[start + i], start + i, sink);
                chunks.Add(Submit(new(calls)));
            }

            if (jobs.Length > 0) yield return sink.AllOver.Wait();
        }
        finally
        {
            if (!sink.AllOver.IsSet) Withdraw(chunks).Await();
        }

        Coroutine.SetResult(sink.Results());
        yield break;
    }

    /// <summary>The results of a map, by their place.</summary>
    private sealed class ArraySink<T>(int count) : ICallSink<T>
    {
        private readonly T[] _results = new T[count];
        private Exception? _failure;
        private int _failed = int.MaxValue;
        private int _left = count;

        public CoEvent AllOver { get; } = new();

        public void Done(int index, T value)
        {
            _results[index] = value;
            Over();
        }

        public void Failed(int index, Exception exception)
        {
            if (index < _failed) (_failed, _failure) = (index, exception);
            Over();
        }

        public T[] Results()
        {
            if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            return _results;
        }

        private void Over()
        {
            if (--_left == 0) AllOver.Set();
        }
    }
}

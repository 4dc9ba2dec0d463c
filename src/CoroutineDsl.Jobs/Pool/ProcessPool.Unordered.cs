using System.Runtime.ExceptionServices;

namespace CoroutineDsl.Jobs;

public sealed partial class ProcessPool
{
    private sealed class UnorderedMap<T, TResult>(ProcessPool pool, Func<T, Job<TResult>> job, IEnumerable<T> source, int chunkSize, int maxSize) : CoEnumerable<TResult>
    {
        public override CoEnumerator<TResult> GetEnumerator() => new UnorderedResults<T, TResult>(pool, job, source.GetEnumerator(), chunkSize, maxSize);
    }

    /// <summary>Keeps as many calls under way as it may, and gives their results as they come.</summary>
    private sealed partial class UnorderedResults<T, TResult>(ProcessPool pool, Func<T, Job<TResult>> job, IEnumerator<T> source, int chunkSize, int maxSize)
        : CoEnumerator<TResult>, ICallSink<TResult>
    {
        private const int LargestGuess = 1000; // of how many there are

        private readonly Queue<(TResult Value, Exception? Exception)> _results = [];
        private readonly HashSet<Chunk> _chunks = [];
        private readonly CoEvent _hasResult = new();
        private TResult _current = default!;
        private int _underWay;
        private bool _hasMore = true;

        public override TResult Current => _current;

        public override Suspension<bool> Step() => NextCoroutine().AsSuspension();

        public void Done(int index, TResult value) => Over((value, null));

        public void Failed(int index, Exception exception) => Over((default!, exception));

        /// <summary>What is under way is killed; nobody waits for its end.</summary>
        public override void Dispose()
        {
            source.Dispose();
            _hasMore = false;
            if (_chunks.RemoveWhere(chunk => chunk.IsOver) >= 0 && _chunks.Count > 0 && !pool._isTerminated) Greenlet.Spawn(pool.Withdraw([.. _chunks]), "jobs withdraw");
            base.Dispose();
        }

        [Coroutine]
        private IEnumerator<Yield<bool>> Next()
        {
            Feed();
            while (_results.Count == 0)
            {
                if (_underWay == 0 && !_hasMore) yield return false;
                _hasResult.Clear();
                _hasResult.Wait().Await();
                Feed();
            }

            var (value, exception) = _results.Dequeue();
            if (exception is not null) ExceptionDispatchInfo.Throw(exception);
            _current = value;
            yield return true;
        }

        private void Feed()
        {
            while (_hasMore && _underWay + _results.Count < maxSize)
            {
                var calls = new List<JobCall>(Math.Min(chunkSize, LargestGuess));
                while (calls.Count < chunkSize && (_hasMore = source.MoveNext())) calls.Add(new JobCall<TResult>(job(source.Current), 0, this));
                if (calls.Count == 0) return;
                _underWay += calls.Count;
                if (_chunks.Count / 2 > maxSize) _chunks.RemoveWhere(chunk => chunk.IsOver);
                _chunks.Add(pool.Submit(new([.. calls])));
            }
        }

        private void Over((TResult, Exception?) result)
        {
            _underWay--;
            _results.Enqueue(result);
            _hasResult.Set();
        }
    }
}

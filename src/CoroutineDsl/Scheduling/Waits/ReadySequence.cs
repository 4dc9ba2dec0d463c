namespace CoroutineDsl;

/// <summary>Objects as they come (gevent's <c>iwait</c>).</summary>
internal sealed class ReadySequence<T>(T[] objects, int count, long timeout) : CoEnumerable<T>
    where T : class
{
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(objects, count, timeout);

    private sealed class Enumerator(T[] objects, int count, long timeout) : CoEnumerator<T>
    {
        private ReadySet<T>? _set;
        private StepSource? _source;
        private T? _current;
        private int _left = count;
        private long _due;

        public override T Current => _current!;

        public override Suspension<bool> Step() => new(_source ??= new StepSource(this), Timeouts.None);

        public override void Dispose() => _set?.Detach();

        private bool Begin(Greenlet greenlet, StepSource source)
        {
            var hub = greenlet.Hub;
            if (_set is null)
            {
                _set = new ReadySet<T>(objects, hub);
                _due = timeout < 0 ? long.MaxValue : hub.DueIn(timeout);
            }

            if (_left == 0 || _set.Ready.Count > 0) return true;
            _set.WakeAt(1, greenlet, source, timeout < 0 ? Timeouts.None : hub.TicksUntil(_due));
            return false;
        }

        private bool Next()
        {
            if (_left == 0) return false;
            _current = _set!.Ready.Dequeue();
            _left--;
            return true;
        }

        [System.Diagnostics.StackTraceHidden]
        private sealed class StepSource(Enumerator owner) : WaitSource<bool>
        {
            internal override bool Begin(Greenlet greenlet, object? state, long argument) => owner.Begin(greenlet, this);

            internal override void Cancel(Greenlet greenlet) => owner._set!.StopWaiting();

            internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut() && owner.Next();

            internal override string Describe(Greenlet greenlet) => "one of several objects";
        }
    }
}

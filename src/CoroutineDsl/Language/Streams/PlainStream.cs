namespace CoroutineDsl.Runtime;

/// <summary>An ordinary sequence as a stream: its steps are plain code, which waits by the baton where it waits.</summary>
internal sealed class PlainStream<T>(IEnumerable<T> source) : CoEnumerable<T>
{
    public override CoEnumerator<T> GetEnumerator() => new PlainEnumerator<T>(source.GetEnumerator());
}

internal sealed class PlainEnumerator<T>(IEnumerator<T> source) : CoEnumerator<T>
{
    public override T Current => source.Current;

    public override Suspension<bool> Step() => new(PlainStep.Instance, Timeouts.None, this);

    public override bool BeginStep(Greenlet greenlet, Coroutine frame, out bool moved)
    {
        greenlet.Enter(frame);
        moved = MoveNext();
        return true;
    }

    public override bool MoveNext() => source.MoveNext();

    public override void Dispose()
    {
        source.Dispose();
        base.Dispose();
    }

    private sealed class PlainStep : WaitSource<bool>
    {
        public static readonly PlainStep Instance = new();

        internal override bool IsOneStep => false; // what its code does meanwhile cannot be taken back

        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            var steps = (PlainEnumerator<T>)state!;
            var frame = greenlet.Leaf;
            steps.Result = steps.MoveNext();
            greenlet.Leaf = steps; // where Take finds it
            steps.Caller = frame;
            steps.IsOver = true;
            return true;
        }

        internal override void Cancel(Greenlet greenlet)
        {
        }

        internal override bool Take(Greenlet greenlet) => ((PlainEnumerator<T>)greenlet.Leaf!).Result;

        internal override string Describe(Greenlet greenlet) => "the next value of a sequence";
    }
}

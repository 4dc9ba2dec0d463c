using System.Collections.Concurrent;

namespace CoroutineDsl.Patching;

/// <summary>Takes items from a blocking collection until it is complete and empty; each step may suspend.</summary>
internal sealed class ConsumingEnumerable<T>(BlockingCollection<T> collection, CancellationToken cancellationToken) : CoEnumerable<T>
{
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(collection, cancellationToken);

    private sealed class Enumerator(BlockingCollection<T> collection, CancellationToken cancellationToken) : CoEnumerator<T>
    {
        private T? _current;

        public override T Current => _current!;

        public override Suspension<bool> Step() => Patching.Call.Of(
            this,
            static (self, own) => self.Next(own),
            static (_, isTaken) => new(!isTaken),
            what: "BlockingCollection.GetConsumingEnumerable");

        private ValueTask<bool> Next(CancellationToken own)
        {
            if (collection.TryTake(out _current, 0, cancellationToken)) return new(true);
            if (collection.IsCompleted) return new(false);
            return Linked.Run(cancellationToken, own, token => Pooled.Run(() => collection.TryTake(out _current, System.Threading.Timeout.Infinite, token)));
        }
    }
}

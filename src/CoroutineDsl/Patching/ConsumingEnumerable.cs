using System.Collections.Concurrent;

namespace CoroutineDsl.Patching;

/// <summary>Takes items from a blocking collection until it is complete and empty; each step may suspend.</summary>
internal sealed class ConsumingEnumerable<T>(BlockingCollection<T> collection, CancellationToken cancellationToken) : CoEnumerable<T>
{
    public override CoEnumerator<T> GetEnumerator() => new Enumerator(collection, cancellationToken);

    private sealed class Enumerator(BlockingCollection<T> collection, CancellationToken cancellationToken) : CoEnumerator<T>
    {
        private T? current;

        public override T Current => current!;

        public override Suspension<bool> Step() => collection.TryTake(out current) ? Suspension<bool>.FromValue(true) : Runtime.Waitables.From(Later());

        private async Task<bool> Later() =>
            (await collection.CoTryTake(System.Threading.Timeout.Infinite, cancellationToken).ConfigureAwait(false)).Out(out current);
    }
}

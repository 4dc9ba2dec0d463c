namespace CoroutineDsl.Tests.Waits;

/// <content>Streams, and the words that programs reach for.</content>
internal static partial class Scenes
{
    private static IEnumerable<Func<Scene>> Words()
    {
        yield return () => Of("a parking lot", new ParkingLot(), p => $"{p.Count}");
        yield return () => Of("a reader-writer lock", new CoReaderWriterLock(), l => $"{l.ReaderCount} {l.IsWriteLocked} {l.Statistics}", runs: true);
        yield return () => Of("a reader-writer lock that is read", Made(new CoReaderWriterLock(), l => l.TryAcquireRead()), l => $"{l.ReaderCount} {l.IsWriteLocked} {l.Statistics}", runs: true);
        yield return () => Of("a reader-writer lock that is written", Made(new CoReaderWriterLock(), l => l.TryAcquireWrite()), l => $"{l.ReaderCount} {l.IsWriteLocked} {l.Statistics}");
        yield return () => Of("a rate limiter without any", Made(new CoRateLimiter(1, TimeSpan.FromDays(1)), l => l.TryAcquire()), l => $"{l.AvailableCount} {l.Statistics}");
        yield return () => Of("a ticker", Made(new Ticker(TimeSpan.FromDays(1)), t => { }), t => $"{t.Count}");
        yield return () => Of("a single flight", new SingleFlight<int, int>(), f => $"{f.Count}", runs: true);
        yield return () => Of("a broadcast", new CoBroadcast<int>(), b => $"{b.HasLatest} {b.SubscriberCount}", runs: true);
        yield return () => new Scene("streams", typeof(StreamOperators), null, () => "") { RunsSomething = true };
        yield return () => new Scene("a stream's step", StepsCoroutine().GetEnumerator(), () => "") { RunsSomething = true };
    }

    [Coroutine]
    private static IEnumerable<int> Steps()
    {
        for (var i = 0; ; i++)
        {
            Greenlet.Sleep(Timeout.InfiniteTimeSpan).Await();
            yield return i;
        }
    }
}

using System.Collections.Concurrent;
using System.Reflection;
using CoroutineDsl.Net;
using CoroutineDsl.Testing;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Waits;

/// <summary>Something to wait at for each public wait, in each state that matters.</summary>
internal static partial class Scenes
{
    private static readonly Func<Scene>[] s_all = [.. Primitives(), .. Queues(), .. Enumerators(), .. Greenlets(), .. Pools(), .. Scopes(), .. Sockets(), .. OfTheSystem(), .. Words()];
    private static readonly ConcurrentDictionary<Func<Scene>, (Type Type, bool IsStatic)> s_kinds = new();

    /// <summary>What makes those that a method can be called in, on the hub of the test.</summary>
    public static IEnumerable<Func<Scene>> For(MethodInfo method) => s_all.Where(make =>
    {
        var (type, isStatic) = s_kinds.GetOrAdd(make, KindOf);
        return Scene.IsFor(method, type, isStatic);
    });

    private static (Type Type, bool IsStatic) KindOf(Func<Scene> make)
    {
        using var hub = new Hub(new HubOptions());
        hub.UnhandledException = (_, _) => { };
        using var scene = make();
        return scene.Kind;
    }

    private static IEnumerable<Func<Scene>> Primitives()
    {
        yield return () => Of("an event", new CoEvent(), e => $"{e.IsSet} {e.Statistics}");
        yield return () => Of("an event that is set", Made(new CoEvent(), e => e.Set()), e => $"{e.IsSet} {e.Statistics}");
        yield return () => Of("a result", new AsyncResult<int>(), r => $"{r.IsReady} {r.Statistics}");
        yield return () => Of("a result that is set", Made(new AsyncResult<int>(), r => r.Set(5)), r => $"{r.Value} {r.Statistics}");
        yield return () => Of("a failed result", Made(new AsyncResult<int>(), r => r.SetException(new TimeoutException())), r => $"{r.Exception?.GetType()} {r.Statistics}");
        yield return () => Of("a semaphore", new CoSemaphore(2), s => $"{s.Count} {s.Statistics}");
        yield return () => Of("a semaphore without any", new CoSemaphore(0), s => $"{s.Count} {s.Statistics}");
        yield return () => Of("a fair semaphore without any", new BoundedSemaphore(0, isFair: true), s => $"{s.Count} {s.Statistics}");
        yield return () => Of("a lock", new CoLock(), l => $"{l.Owner} {l.Depth} {l.Statistics}");
        yield return () => Of("a lock that is held", Made(new CoLock(), l => Spawned(Holds(l))), l => $"{l.Owner} {l.Depth} {l.Statistics}");
        yield return () => Of("a limiter", new CapacityLimiter(1), l => $"{l.BorrowedCount} {l.Statistics}");
        yield return () => Of("a limiter without any", Made(new CapacityLimiter(1), l => Spawned(Holds(l))), l => $"{l.BorrowedCount} {l.Statistics}");
        yield return () => Of("a barrier", new CoBarrier(2), b => $"{b.WaitingCount} {b.IsBroken} {b.Statistics}");
        yield return () => Of("a barrier at which one waits", Made(new CoBarrier(2), b => Spawned(Comes(b))), b => $"{b.WaitingCount} {b.IsBroken} {b.Statistics}");
        yield return () =>
        {
            var condition = new CoCondition();
            return new Scene("a condition", condition, () => $"{condition.Lock.Owner is null} {condition.Statistics}") { Enter = () => condition.Lock.TryAcquire(), Leave = condition.Lock.Release };
        };
    }

    private static IEnumerable<Func<Scene>> Queues()
    {
        foreach (var make in new Func<int[], CoQueueBase<int>>[] { items => new CoQueue<int>(2, items), items => new CoLifoQueue<int>(2, items), items => new CoPriorityQueue<int>(2, items), items => new CoJoinableQueue<int>(2, items) })
        {
            yield return () => Of("an empty queue", make([]), Text);
            yield return () => Of("a queue with an item", make([1]), Text);
            yield return () => Of("a full queue", make([1, 2]), Text);
            yield return () => Of("a queue that is shut down", Made(make([]), q => q.ShutDown()), Text);
        }

        yield return () => Of("a channel", new CoChannel<int>(), Text);
        yield return () => Of("a shared channel", new CoChannel<int>(isShared: true), Text);
        yield return () => Of("a channel with a putter", Made(new CoChannel<int>(), c => Spawned(Puts(c))), Text);
        yield return () => Of("a channel with a getter", Made(new CoChannel<int>(), c => Spawned(Gets(c))), Text);
        yield return () => Of("a completed channel", Made(new CoChannel<int>(), c => c.Complete()), Text);
    }

    private static IEnumerable<Func<Scene>> Enumerators()
    {
        yield return () => Step("a queue's step", new CoQueue<int>(), Text);
        yield return () => Step("a step of a queue with items", new CoQueue<int>(items: [1, 2]), Text);
        yield return () => Step("a step at the end of a queue", Made(new CoQueue<int>(), q => q.ShutDown()), Text);
        yield return () => Step("a channel's step", new CoChannel<int>(), Text);
        yield return () => Step("a step of a channel with a putter", Made(new CoChannel<int>(), c => Spawned(Puts(c))), Text);
        yield return () =>
        {
            var e = new CoEvent();
            return new Scene("a step of IterateReady", IterateReady([e]).GetEnumerator(), () => $"{e.Statistics}") { RunsSomething = true };
        };
        yield return () =>
        {
            var group = new Group();
            return new Scene("a step of IMap", group.IMap((int i) => i, [1, 2]).GetEnumerator(), () => $"{group.Count}") { RunsSomething = true };
        };
    }

    private static IEnumerable<Func<Scene>> Greenlets()
    {
        yield return () =>
        {
            var greenlet = Spawn(Sleeps());
            Sleep().Await();
            return With(new Scene("a sleeping greenlet", greenlet, () => $"{greenlet}") { RunsSomething = true }, greenlet);
        };
        yield return () =>
        {
            var greenlet = Spawn(Ends());
            greenlet.Join().Await();
            return With(new Scene("a greenlet that has ended", greenlet, () => $"{greenlet}"), greenlet);
        };
        yield return () =>
        {
            var greenlet = Create(Sleeps());
            return With(new Scene("a greenlet that was not started", greenlet, () => $"{greenlet}") { RunsSomething = true }, greenlet);
        };
        yield return () =>
        {
            var greenlet = Spawn(Sleeps());
            Sleep().Await();
            return With(new Scene("greenlets", typeof(Greenlet), null, () => $"{greenlet}") { RunsSomething = true }, greenlet);
        };
        yield return () => new Scene("a test", typeof(CoTest), null, () => "");

        static Scene With(Scene scene, Greenlet greenlet) => scene.With(() => new[] { greenlet }).With<IEnumerable<Greenlet>>(() => [greenlet])
            .With(() => new IWaitable[] { greenlet }).With<IEnumerable<IWaitable>>(() => [greenlet]);
    }

    private static IEnumerable<Func<Scene>> Pools()
    {
        yield return () => Of("a group", new Group(), g => $"{g.Count} {g.Statistics}", runs: true);
        yield return () => Of("a group with a member", Made(new Group(), g => g.Spawn(Sleeps())), g => $"{g.Count} {g.Statistics}", runs: true);
        yield return () => Pooled("a pool", new Pool(2));
        yield return () => Pooled("a pool without bound", new Pool());
        yield return () => Pooled("a full pool", Made(new Pool(1), p => p.Spawn(Sleeps()).Await()));
        yield return () => Of("workers", new WorkerPool(1), w => $"{w.Count}", runs: true);
        yield return () =>
        {
            var group = new HubGroup(1);
            return Of("a hub group", group, _ => "", runs: true).Owning(group);
        };
        yield return () => Of("a channel between hubs", new HubChannel<int>(), _ => "", runs: true);
        yield return () => Of("a hub", Hub.Current, _ => "", runs: true);

        static Scene Pooled(string name, Pool pool)
        {
            var greenlet = Create(Sleeps());
            return Of(name, pool, p => $"{p.Count} {p.FreeCount} {p.Statistics} {greenlet}", runs: true).With(() => greenlet);
        }
    }

    private static IEnumerable<Func<Scene>> Scopes()
    {
        yield return () =>
        {
            var nursery = new Nursery();
            nursery.Spawn(Sleeps());
            return Of("a nursery", nursery, n => $"{n.Count} {n.IsCancelled}", runs: true).Owning(new Left(nursery));
        };
        foreach (var type in new[] { typeof(Nursery), typeof(CancelScope), typeof(Coroutine), typeof(SuspensionExtensions) })
        {
            yield return () => new Scene(type.Name, type, null, () => "") { RunsSomething = true };
        }

        yield return () => new Scene("a coroutine", Coroutine.FromIterator(Sleeps()), () => "") { RunsSomething = true };
        yield return () => new Scene("a coroutine with a result", Coroutine.FromIterator(Ends()), () => "") { RunsSomething = true };
        yield return () =>
        {
            var items = new AsyncItems();
            return new Scene("an asynchronous sequence", items.GetEnumerator(), () => $"{items}") { RunsSomething = true };
        };
        yield return () =>
        {
            var items = new AsyncItems();
            return new Scene("a resource", items.AsDisposable(), () => $"{items}") { RunsSomething = true };
        };
    }

    private static Scene Of<T>(string name, T target, Func<T, string> state, bool runs = false)
        where T : class => new(name, target, () => state(target)) { RunsSomething = runs };

    private static Scene Step<T>(string name, T source, Func<T, string> state)
        where T : CoEnumerable<int> => new(name, source.GetEnumerator(), () => state(source));

    private static T Made<T>(T made, Action<T> prepare)
    {
        prepare(made);
        Sleep().Await();
        return made;
    }

    private static string Text(CoQueueBase<int> queue) =>
        $"{queue.Count} {queue.IsShutDown} {queue.Statistics} {(queue.IsEmpty ? "" : queue.PeekNoWait())} {(queue as CoJoinableQueue<int>)?.UnfinishedTasks} {(queue as CoJoinableQueue<int>)?.JoinStatistics}";

    private static string Text(CoChannel<int> channel) => $"{channel.Balance} {channel.IsCompleted} {channel.Statistics}";

    private static void Spawned(IEnumerator<Yield> coroutine) => Spawn(coroutine).Link(_ => { });

    private sealed class Left(Nursery nursery) : IDisposable
    {
        public void Dispose()
        {
            nursery.Cancel();
            nursery.Dispose();
        }
    }

    private sealed class AsyncItems : IAsyncEnumerable<int>, IAsyncEnumerator<int>
    {
        private int _steps;
        private bool _isDisposed;

        public int Current => 0;

        public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync()
        {
            _steps++;
            return new(true);
        }

        public ValueTask DisposeAsync()
        {
            _isDisposed = true;
            return default;
        }

        public override string ToString() => $"{_steps} {_isDisposed}";
    }

    private static IEnumerator<Yield> Sleeps()
    {
        yield return Sleep(Timeout.InfiniteTimeSpan);
    }

    private static IEnumerator<Yield<int>> Ends()
    {
        yield return 5;
    }

    private static IEnumerator<Yield> Holds(CoLock gate)
    {
        using (gate.Hold().Await()) Sleep(Timeout.InfiniteTimeSpan).Await();
        yield break;
    }

    private static IEnumerator<Yield> Holds(CapacityLimiter limiter)
    {
        limiter.Acquire().Await();
        yield return Sleep(Timeout.InfiniteTimeSpan);
    }

    private static IEnumerator<Yield> Comes(CoBarrier barrier)
    {
        yield return barrier.Wait();
    }

    private static IEnumerator<Yield> Puts(CoChannel<int> channel)
    {
        yield return channel.Put(1);
    }

    private static IEnumerator<Yield> Gets(CoChannel<int> channel)
    {
        yield return channel.Get();
    }
}

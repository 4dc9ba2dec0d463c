using System.Runtime.CompilerServices;
using Xunit;
using Xunit.Abstractions;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>The ring against a list, under random operations.</summary>
public class RunQueueTests(ITestOutputHelper output)
{
    [Fact]
    public void It_is_a_queue_whatever_is_done_to_it_in_whichever_order()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var hub = new Hub(new HubOptions());
        for (var run = 0; run < 200; run++)
        {
            var queue = new RunQueue();
            var expected = new List<Greenlet>();
            Greenlet? taken = null;
            for (var step = 0; step < 1000; step++)
            {
                switch (random.Next(10))
                {
                    case < 4:
                        expected.Add(Add(ref queue, hub));
                        break;
                    case 4:
                        expected.Insert(0, AddFirst(ref queue, hub));
                        break;
                    case 5:
                        queue.ReleaseTaken();
                        taken = null;
                        break;
                    default:
                        if (expected.Count == 0) break;
                        taken = queue.Take();
                        Assert.Same(expected[0], taken);
                        expected.RemoveAt(0);
                        break;
                }

                Assert.Equal(expected.Count, queue.Count);
                Assert.Equal(expected.Count == 0, queue.IsEmpty);
                Assert.Same(taken, queue.Peek(out _));
            }
        }
    }

    [Fact]
    public void It_forgets_all_who_were_taken()
    {
        using var hub = new Hub(new HubOptions());
        var holder = new StrongBox<RunQueue>(new RunQueue());
        var taken = TakeAll(ref holder.Value, hub, 500);
        holder.Value.ReleaseTaken();
        GC.Collect();
        Assert.True(holder.Value.IsEmpty);
        Assert.InRange(taken.Count(reference => reference.TryGetTarget(out _)), 0, 64); // a copy of the first ring, which the constructor's caller may still have
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<Greenlet>[] TakeAll(ref RunQueue queue, Hub hub, int count)
    {
        var taken = new WeakReference<Greenlet>[count];
        for (var i = 0; i < count; i++)
        {
            Add(ref queue, hub);
            if (i % 3 == 0) AddFirst(ref queue, hub);
        }

        for (var i = 0; i < count; i++) taken[i] = new WeakReference<Greenlet>(queue.Take());
        while (!queue.IsEmpty) queue.Take();
        return taken;
    }

    private static Greenlet Add(ref RunQueue queue, Hub hub)
    {
        var greenlet = new Greenlet(hub, null);
        queue.Add(greenlet);
        return greenlet;
    }

    private static Greenlet AddFirst(ref RunQueue queue, Hub hub)
    {
        var greenlet = new Greenlet(hub, null);
        queue.AddFirst(greenlet);
        return greenlet;
    }
}

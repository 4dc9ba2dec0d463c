using System.Diagnostics;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class DebuggerTests : HubTest
{
    [Fact]
    public void Each_primitive_says_what_it_is_and_its_state()
    {
        using var hub = Start(new HubOptions { Name = "web" });
        var gate = new CoLock();
        var queue = new CoQueue<int>(2);
        var happened = new CoEvent();
        var result = new AsyncResult<int>();
        var pool = new Pool(3);
        Assert.Equal("lock (free)", gate.ToString());
        var holder = Spawn(Holds(gate), "egon");
        Spawn(Holds(gate), "alex");
        Spawn(Waits(happened));
        Spawn(Gets(queue));
        Spawn(Takes(result));
        pool.Spawn(Holds(gate)).Await();
        Sleep(Seconds(1)).Await();
        Assert.Equal("lock (held by egon, 2 wait)", gate.ToString());
        Assert.Equal("event (not set, 1 waits)", happened.ToString());
        Assert.Equal("queue (0 of 2 items, 1 waits to get)", queue.ToString());
        Assert.Equal("result (not set, 1 waits)", result.ToString());
        Assert.Equal("pool (1 of 3 members)", pool.ToString());
        Assert.Equal("semaphore (2 free)", new CoSemaphore(2).ToString());
        Assert.Equal("limiter (0 of 5 borrowed)", new CapacityLimiter(5).ToString());
        Assert.Equal("barrier (0 of 2 have come)", new CoBarrier(2).ToString());
        Assert.Equal("condition (not locked)", new CoCondition().ToString());
        Assert.Equal("group (0 members)", new Group().ToString());
        Assert.Equal("channel (open)", new CoChannel<int>().ToString());
        Assert.Equal("local (no value here)", new CoLocal<int>().ToString());
        Assert.StartsWith("hub web (6 greenlets, 0 ready, ", hub.ToString(), StringComparison.Ordinal);
        holder.Kill().Await();
        using var timeout = CoTimeout.Start(Seconds(5));
        Assert.Equal("timeout of main (pending)", timeout.ToString());
        using (var scope = CancelScope.Start(Seconds(7)))
        {
            var proxy = new ScopeProxy(scope);
            Assert.Equal((false, false, Seconds(7)), (proxy.IsLeft, proxy.IsCancelled, proxy.TimeLeft!.Value));
        }

        result.Set(42);
        Assert.Equal("result (42)", result.ToString().Split(',')[0].TrimEnd(')') + ")");
    }

    [Fact]
    public void The_rest_of_the_primitives_too()
    {
        using var hub = Start();
        using var ticker = new Ticker(Seconds(2));
        var gate = new CoReaderWriterLock();
        var limiter = new CoRateLimiter(2, Seconds(10));
        var broadcast = new CoBroadcast<int>();
        var flight = new SingleFlight<string, int>();
        var lot = new ParkingLot();
        Assert.Equal("reader-writer lock (free)", gate.ToString());
        Assert.True(gate.TryAcquireRead() && limiter.TryAcquire());
        using var subscription = broadcast.Subscribe();
        Spawn(Writes(gate));
        Spawn(Ticks(ticker));
        Spawn(Parks(lot));
        Spawn(Asks(flight));
        Sleep(Seconds(1)).Await();
        Assert.Equal("reader-writer lock (held by 1 reader, 1 waits)", gate.ToString());
        Assert.Equal("rate limiter (1 of 2 permits)", limiter.ToString());
        Assert.Equal("broadcast (open, 1 subscriber)", broadcast.ToString());
        Assert.Equal("ticker (every 2 s, at tick 0, 1 waits)", ticker.ToString());
        Assert.Equal("parking lot (1 parked)", lot.ToString());
        Assert.Equal("single flight (1 under way)", flight.ToString());
        Assert.Equal("channel between hubs (open, 0 of 8 items)", new HubChannel<int>(8).ToString());
        Assert.Equal("bounded semaphore (1 free)", new BoundedSemaphore(1).ToString());
    }

    /// <summary>Whatever a debugger's list can hold of this library says what it is, under its own words and not as a type's name.</summary>
    [Fact]
    public void What_is_public_and_has_a_state_has_a_display()
    {
        var silent = typeof(Greenlet).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, Namespace: "CoroutineDsl" or "CoroutineDsl.Net", IsNested: false } && !typeof(Exception).IsAssignableFrom(type) && !typeof(Attribute).IsAssignableFrom(type) && !typeof(Delegate).IsAssignableFrom(type))
            .Where(type => HasWaits(type) && type.GetMethod("ToString", [])!.DeclaringType == typeof(object))
            .Select(type => type.Name).Order();
        Assert.True(!silent.Except(s_stateless).Any(), string.Join(' ', silent));
        Assert.All([typeof(Coroutine), typeof(GroupBase), typeof(CoQueueBase<>)], type => Assert.NotNull(Attribute.GetCustomAttribute(type, typeof(DebuggerDisplayAttribute))));
        Assert.All([typeof(Greenlet), typeof(Hub), typeof(Coroutine), typeof(CoQueueBase<>), typeof(CoLock), typeof(CoReaderWriterLock), typeof(GroupBase), typeof(CancelScope)], type => Assert.NotNull(Attribute.GetCustomAttribute(type, typeof(DebuggerTypeProxyAttribute))));
    }

    [Fact]
    public void A_greenlet_unfolds_into_frames_with_locals_under_their_own_names()
    {
        using var hub = Start();
        var greenlet = Spawn(Counts("apples", 3), "counter");
        Sleep(Seconds(1)).Await();
        var proxy = new GreenletProxy(greenlet);
        Assert.Equal(("counter", "waits for time to pass"), (proxy.Name, proxy.Does));
        var locals = new CoroutineProxy(Assert.Single(proxy.Frames)).Locals.ToDictionary(local => local.Name, local => local.Value);
        Assert.Equal(("apples", 3, 6), (locals["what"], locals["count"], locals["twice"]));
        Assert.StartsWith("Counts in ", proxy.Frames[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(greenlet, new HubProxy(hub).Greenlets);
    }

    [Fact]
    public void A_lock_of_readers_and_writers_unfolds_into_who_holds_it()
    {
        using var hub = Start();
        var gate = new CoReaderWriterLock();
        var reader = Spawn(Reads(gate), "reader");
        Spawn(Writes(gate), "writer");
        Sleep(Seconds(1)).Await();
        var proxy = new ReaderWriterLockProxy(gate);
        Assert.Equal((reader, null, 1, 1), (Assert.Single(proxy.Readers), proxy.Writer, proxy.ReaderCount, proxy.Waiting));
        reader.Kill().Await();
        Sleep(Seconds(1)).Await();
        Assert.Equal(("writer", 0), (proxy.Writer?.Name, proxy.Readers.Length));
    }

    /// <summary>They are .NET's own streams and files, which say no more.</summary>
    private static readonly string[] s_stateless = ["CoFile", "CoStream", "CoSslStream"];

    private static bool HasWaits(Type type) => type.GetMethods().Any(method => method.ReturnType == typeof(Suspension) || (method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(Suspension<>)));

    [Coroutine]
    private static IEnumerator<Yield> Reads(CoReaderWriterLock gate)
    {
        using (gate.HoldRead().Await()) yield return Sleep(Forever);
    }

    [Coroutine]
    private static IEnumerator<Yield> Writes(CoReaderWriterLock gate)
    {
        yield return gate.AcquireWrite();
    }

    [Coroutine]
    private static IEnumerator<Yield> Ticks(Ticker ticker)
    {
        yield return ticker.WaitForNextTick();
    }

    [Coroutine]
    private static IEnumerator<Yield> Parks(ParkingLot lot)
    {
        yield return lot.Park();
    }

    [Coroutine]
    private static IEnumerator<Yield> Asks(SingleFlight<string, int> flight)
    {
        flight.Run("key", () => Answers()).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Answers()
    {
        yield return Sleep(Forever);
        yield return 42;
    }

    [Coroutine]
    private static IEnumerator<Yield> Holds(CoLock gate)
    {
        using (gate.Hold().Await()) yield return Sleep(Forever);
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(CoEvent happened)
    {
        yield return happened.Wait();
    }

    [Coroutine]
    private static IEnumerator<Yield> Gets(CoQueue<int> queue)
    {
        queue.Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(AsyncResult<int> result)
    {
        result.Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Counts(string what, int count)
    {
        var twice = count * 2;
        yield return Sleep(Forever);
        GC.KeepAlive($"{what} {count} {twice}");
    }
}

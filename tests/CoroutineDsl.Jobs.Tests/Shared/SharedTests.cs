using System.IO.MemoryMappedFiles;
using System.Net;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Jobs.Tests.TestJobs;

namespace CoroutineDsl.Jobs.Tests;

public sealed partial class SharedTests : JobTest
{
    [Fact]
    public void Two_processes_each_add_five_million_to_what_is_in_the_queue() => Run(() => Adds());

    [Coroutine]
    private static IEnumerator<Yield> Adds()
    {
        using var pool = new ProcessPool(2);
        using var queue = new ProcessQueue<int>();
        queue.Put(0).Await();
        Greenlet[] workers = [pool.Start(AddFiveMillionJob(queue)), pool.Start(AddFiveMillionJob(queue))];
        Greenlet.JoinAll(workers).Await();
        Assert.Equal(10_000_000, queue.Get().Await());
        Assert.Equal(0, queue.Count().Await());
        yield break;
    }

    [Fact]
    public void A_queue_is_the_same_from_its_own_process_and_by_its_handle() => Run(() => UsesQueue());

    [Coroutine]
    private static IEnumerator<Yield> UsesQueue()
    {
        using var own = new ProcessQueue<int>(maxSize: 2);
        foreach (var queue in new[] { own, ProcessQueue<int>.Open(own.Handle) })
        {
            Make(queue.Put(99)); // cold: nothing is put
            Assert.Throws<QueueEmptyException>(() => { queue.GetNoWait().Await(); });
            Assert.Throws<TimeoutException>(() => { queue.Get(TimeSpan.FromMilliseconds(1)).Await(); });
            queue.Put(1).Await();
            queue.PutNoWait(2).Await();
            Assert.Equal(2, queue.Count().Await());
            Assert.Throws<QueueFullException>(() => { queue.PutNoWait(3).Await(); });
            Assert.Throws<TimeoutException>(() => { queue.Put(3, TimeSpan.FromMilliseconds(1)).Await(); });
            Assert.Equal((1, 2), (queue.GetNoWait().Await(), queue.Get().Await()));
            var getter = Greenlet.Spawn(Take(queue));
            yield return Greenlet.Sleep();
            own.Put(7).Await();
            Assert.Equal(7, getter.Get().Await());
        }

        var other = ProcessQueue<int>.Open(own.Handle);
        own.Put(5).Await();
        other.ShutDown().Await();
        Assert.Throws<QueueShutDownException>(() => { other.Put(1).Await(); });
        Assert.Equal(5, other.Get().Await());
        Assert.Throws<QueueShutDownException>(() => { other.Get().Await(); });
        own.Dispose();
        Assert.Throws<IOException>(() => { other.Count().Await(); });
        Assert.Throws<ObjectDisposedException>(() => { own.Count().Await(); });
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Take(ProcessQueue<int> queue)
    {
        yield return queue.Get().Await();
    }

    [Fact]
    public void What_is_waited_for_no_more_is_not_taken() => Run(() => GivesBack());

    [Coroutine]
    private static IEnumerator<Yield> GivesBack()
    {
        using var own = new ProcessQueue<int>();
        var other = ProcessQueue<int>.Open(own.Handle);
        var getter = Greenlet.Spawn(Take(other));
        Assert.Equal(0, other.Count().Await()); // behind the request on the same connection: it waits there by now
        yield return getter.Kill();
        own.Put(1).Await();
        Assert.Equal(1, own.Get(TimeSpan.FromMinutes(1)).Await());

        // killed at every moment of the way of an item: it is taken, or still there
        for (var steps = 0; steps < 40; steps++)
        {
            own.Put(steps).Await();
            var taken = new List<int>();
            var racing = Greenlet.Spawn(TakeInto(other, taken));
            for (var i = 0; i < steps; i++) yield return Greenlet.Sleep();
            yield return racing.Kill();
            if (taken.Count == 0) Assert.Equal(steps, own.Get(TimeSpan.FromMinutes(1)).Await());
            Assert.Equal(0, other.Count().Await());
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> TakeInto(ProcessQueue<int> queue, List<int> taken)
    {
        taken.Add(queue.Get().Await());
        yield break;
    }

    [Fact]
    public void What_a_process_did_not_receive_is_given_to_another() => Run(() => GivesBackOfLost());

    [Coroutine]
    private static IEnumerator<Yield> GivesBackOfLost()
    {
        using var pool = new ProcessPool(2);
        using var queue = new ProcessQueue<Point>();
        using var begun = new ProcessEvent();
        var dies = pool.Start(TakeAndDieJob(queue, begun));
        begun.Wait().Await();
        var worker = Assert.Single(pool.ProcessIds);
        Signal(worker, 9);
        Assert.Throws<WorkerLostException>(() => { dies.Get().Await(); });
        queue.Put(new(1, 2, "kept")).Await();
        Assert.Equal(new Point(1, 2, "kept"), queue.Get(TimeSpan.FromMinutes(1)).Await());
        yield break;
    }

    [Fact]
    public void An_event_is_the_same_from_its_own_process_and_by_its_handle() => Run(() => UsesEvent());

    [Coroutine]
    private static IEnumerator<Yield> UsesEvent()
    {
        using var own = new ProcessEvent();
        var other = ProcessEvent.Open(own.Handle);
        foreach (var (one, two) in new[] { (own, other), (other, own) })
        {
            Make(one.Set()); // cold: nothing is set
            Assert.False(two.Wait(TimeSpan.FromMilliseconds(1)).Await());
            one.Set().Await();
            Assert.True(two.Wait().Await());
            Assert.True(two.IsSet().Await());
            one.Clear().Await();
            Assert.False(two.IsSet().Await());
        }

        yield break;
    }

    [Fact]
    public void Memory_is_the_same_in_all_processes() => Run(() => SharesMemory());

    [Coroutine]
    private static IEnumerator<Yield> SharesMemory()
    {
        using var pool = new ProcessPool(2);
        using var numbers = new SharedMemory<long>(1_000_000);
        Assert.Equal(0, numbers[999_999]);
        for (var i = 0L; i < numbers.Length; i++) numbers[i] = i;
        var sum = pool.Run(SumJob(numbers)).Await();
        Assert.Equal(999_999L * 1_000_000 / 2, sum);
        Assert.Equal(sum, numbers[0]);
        yield break;
    }

    [Fact]
    public void Memory_says_what_it_does_not_have()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedMemory<int>(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SharedMemory<long>(long.MaxValue));
        var memory = new SharedMemory<int>(10);
        memory.Span.Fill(3);
        Assert.Equal(6, memory.Slice(4, 2).ToArray().Sum());
        Assert.Equal(12, memory.Bytes(7, 3).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory[10]);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Slice(9, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.Slice(-1, 1).Length);
        using (var other = SharedMemory<int>.Open(memory.Handle))
        {
            memory.Dispose();
            Assert.Throws<ObjectDisposedException>(() => memory[0]);
            Assert.Equal(30, other.Span.ToArray().Sum()); // who has it open keeps it
        }

        Assert.ThrowsAny<IOException>(() => SharedMemory<int>.Open(memory.Handle));
        AssertNothingLeft();
    }

    [Fact]
    public void Memory_that_is_gone_is_not_taken_for_what_came_in_its_place()
    {
        var gone = new SharedMemory<int>(10);
        gone.Dispose();
        using var next = new SharedMemory<int>(10); // by the same descriptor
        Assert.ThrowsAny<IOException>(() => SharedMemory<int>.Open(gone.Handle));
        using (var other = SharedMemory<int>.Open(next.Handle)) other[0] = 1;
        Assert.Equal(1, next[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("ten|/nowhere")]
    [InlineData("-1|/nowhere")]
    [InlineData("9223372036854775807|/nowhere")]
    public void What_is_no_handle_is_told(string handle)
    {
        Assert.Throws<FormatException>(() => SharedMemory<long>.Open(handle));
        Assert.Throws<FormatException>(() => ProcessQueue<int>.Open(handle));
        Assert.Throws<FormatException>(() => ProcessEvent.Open(handle));
    }

    [Fact]
    public void Memory_is_not_opened_as_more_than_it_is()
    {
        using var bytes = new SharedMemory<byte>(10);
        Assert.Throws<FormatException>(() => SharedMemory<long>.Open(bytes.Handle));
        using var same = SharedMemory<sbyte>.Open(bytes.Handle);
        Assert.Equal(10, same.Length);
    }

    [Fact]
    public void A_mapped_file_is_sent_from_where_it_is() => Run(() => SendsMapped());

    [Coroutine]
    private static IEnumerator<Yield> SendsMapped()
    {
        var path = Path.GetTempFileName();
        try
        {
            var content = Enumerable.Range(0, 300_000).Select(n => (byte)n).ToArray();
            CoFile.WriteAllBytes(path, content).Await();
            using var file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            using var view = file.CreateViewAccessor(0, content.Length, MemoryMappedFileAccess.Read);
            using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
            var sender = Greenlet.Spawn(Send(listener, view.AsMemory(100)));
            using var socket = CoSocket.Connect(listener.LocalEndPoint!).Await();
            var received = new MemoryStream();
            var buffer = new byte[65536];
            while (socket.Receive(buffer).Await() is > 0 and var count) received.Write(buffer, 0, count);
            Assert.Equal(content[100..], received.ToArray());
            yield return sender;
            Assert.Equal(4, view.AsMemory(5, 4).Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => view.AsMemory(0, content.Length + 1 + 4096));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Send(CoSocket listener, ReadOnlyMemory<byte> bytes)
    {
        using var connection = listener.Accept().Await();
        connection.SendAll(bytes).Await();
        yield break;
    }
}

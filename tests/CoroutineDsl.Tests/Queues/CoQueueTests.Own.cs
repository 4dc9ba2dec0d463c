using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Queues;

public sealed partial class CoQueueTests
{
    [Fact, Trait("Row", "193"), Trait("Row", "207"), Trait("Row", "228"), Trait("Row", "229")]
    public void A_queue_of_ones_own_that_throws_is_not_damaged()
    {
        using var hub = Start();
        var queue = new Fragile(2);
        queue.Put(1).Await();
        queue.FailsToAdd = true;
        Assert.Throws<TimeoutException>(() => queue.PutNoWait(2));
        Assert.Throws<TimeoutException>(() => queue.Put(2, 10).Await());
        queue.FailsToAdd = false;
        queue.Put(2).Await();
        var putter = Spawn(Puts(queue, 3));
        Sleep().Await();
        queue.FailsToAdd = true;
        Assert.Equal(1, queue.GetNoWait());
        putter.Join().Await();
        Assert.IsType<TimeoutException>(putter.Exception);
        Assert.Equal(1, queue.Count);
        queue.FailsToTake = true;
        Assert.Throws<TimeoutException>(() => queue.GetNoWait());
        Assert.Throws<TimeoutException>(() => queue.Get(10).Await());
        queue.FailsToTake = queue.FailsToAdd = false;
        Assert.Equal(2, queue.Get().Await());
        var getter = Spawn(Gets(queue, "got "));
        Sleep().Await();
        queue.FailsToTake = true;
        queue.PutNoWait(4);
        getter.Join().Await();
        Assert.IsType<TimeoutException>(getter.Exception);
        queue.FailsToTake = false;
        Assert.Equal(4, queue.GetNoWait());
    }

    private sealed class Fragile(int maxSize) : CoQueueBase<int>(maxSize)
    {
        private readonly List<int> _items = [];

        public bool FailsToAdd { get; set; }

        public bool FailsToTake { get; set; }

        protected override int ItemCount => _items.Count;

        protected override void AddItem(int item)
        {
            if (FailsToAdd) throw new TimeoutException();
            _items.Add(item);
        }

        protected override int TakeItem()
        {
            if (FailsToTake) throw new TimeoutException();
            var item = _items[0];
            _items.RemoveAt(0);
            return item;
        }

        protected override int FirstItem() => _items[0];
    }
}

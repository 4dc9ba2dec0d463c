namespace CoroutineDsl.Jobs;

/// <summary>A queue that takes back, at its front, what was taken from it and did not arrive.</summary>
internal sealed class GivingQueue<T>(int? maxSize) : CoQueueBase<T>(maxSize)
{
    private readonly LinkedList<T> _items = [];
    private bool _isReturn;

    protected override int ItemCount => _items.Count;

    /// <summary>Puts an item back. A queue that is full by now takes it none the less; one that has been shut down does not.</summary>
    public void Return(T item)
    {
        if (IsShutDown) return;
        var maxSize = MaxSize;
        _isReturn = true;
        try
        {
            if (IsFull) MaxSize = null;
            PutNoWait(item);
        }
        finally
        {
            _isReturn = false;
            if (MaxSize != maxSize) MaxSize = maxSize;
        }
    }

    protected override void AddItem(T item)
    {
        if (_isReturn) _items.AddFirst(item);
        else _items.AddLast(item);
    }

    protected override T FirstItem() => _items.First!.Value;

    protected override T TakeItem()
    {
        var item = FirstItem();
        _items.RemoveFirst();
        return item;
    }
}

namespace CoroutineDsl;

/// <summary>A getter's wait, to which a putter hands an item.</summary>
internal interface IItemGetter<T>
{
    ItemTaker<T> Taker { get; }
}

/// <summary>Where a getter's item is put.</summary>
internal sealed class ItemTaker<T>
{
    private T _item = default!;

    public bool HasItem { get; private set; }

    public void Give(T item)
    {
        _item = item;
        HasItem = true;
    }

    public T Take()
    {
        HasItem = false;
        return _item;
    }
}

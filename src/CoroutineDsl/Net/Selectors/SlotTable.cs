namespace CoroutineDsl.Net;

/// <summary>
/// Objects under numbers that fit into the kernel's event structures. A number is an index and a generation, so that an event that was already on
/// its way when its registration ended finds nothing, even if the index (or the descriptor) has a new owner by then.
/// </summary>
internal sealed class SlotTable
{
    private Slot[] _slots = new Slot[16];
    private int _free = -1;
    private int _used;

    private struct Slot
    {
        public object? Target;
        public int Generation;
        public int NextFree;
    }

    public int Count { get; private set; }

    public long Add(object target)
    {
        Count++;
        int index;
        if (_free >= 0)
        {
            index = _free;
            _free = _slots[index].NextFree;
        }
        else
        {
            if (_used == _slots.Length) Array.Resize(ref _slots, _used * 2);
            index = _used++;
        }

        _slots[index].Target = target;
        return (long)_slots[index].Generation << 32 | (uint)index;
    }

    public object? Find(long id)
    {
        var index = (int)(uint)id;
        return (uint)index < (uint)_used && _slots[index].Generation == (int)(id >> 32) ? _slots[index].Target : null;
    }

    public void Replace(long id, object target)
    {
        if (Find(id) is not null) _slots[(int)(uint)id].Target = target;
    }

    public void Remove(long id)
    {
        if (Find(id) is null) return;
        Count--;
        ref var slot = ref _slots[(int)(uint)id];
        slot.Target = null;
        slot.Generation = slot.Generation == int.MaxValue ? 0 : slot.Generation + 1;
        slot.NextFree = _free;
        _free = (int)(uint)id;
    }
}

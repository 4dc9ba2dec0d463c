namespace CoroutineDsl.Net;

/// <summary>
/// Objects under numbers that fit into the kernel's event structures. A number is an index and a generation, so that an event that was already on
/// its way when its registration ended finds nothing, even if the index (or the descriptor) has a new owner by then.
/// </summary>
internal sealed class SlotTable
{
    private Slot[] slots = new Slot[16];
    private int free = -1;
    private int used;

    private struct Slot
    {
        public object? Target;
        public int Generation;
        public int NextFree;
    }

    public long Add(object target)
    {
        int index;
        if (free >= 0)
        {
            index = free;
            free = slots[index].NextFree;
        }
        else
        {
            if (used == slots.Length) Array.Resize(ref slots, used * 2);
            index = used++;
        }

        slots[index].Target = target;
        return (long)slots[index].Generation << 32 | (uint)index;
    }

    public object? Find(long id)
    {
        var index = (int)(uint)id;
        return (uint)index < (uint)used && slots[index].Generation == (int)(id >> 32) ? slots[index].Target : null;
    }

    public void Replace(long id, object target)
    {
        if (Find(id) is not null) slots[(int)(uint)id].Target = target;
    }

    public void Remove(long id)
    {
        if (Find(id) is null) return;
        ref var slot = ref slots[(int)(uint)id];
        slot.Target = null;
        slot.Generation = slot.Generation == int.MaxValue ? 0 : slot.Generation + 1;
        slot.NextFree = free;
        free = (int)(uint)id;
    }
}

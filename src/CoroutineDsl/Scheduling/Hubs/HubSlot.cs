namespace CoroutineDsl;

/// <summary>
/// Something that each hub has one of, made when it is first asked for: the selector, the names, the console. The area that provides it declares the slot, so that the core knows none of them.
/// </summary>
internal sealed class HubSlot<T>(Func<Hub, T> make)
    where T : class
{
    private readonly int _index = HubSlots.Reserve();

    /// <summary>For the hub's own thread.</summary>
    public T Of(Hub hub) => (T?)hub.Slots.Find(_index) ?? Make(hub);

    private T Make(Hub hub)
    {
        var made = make(hub);
        hub.Slots.Set(_index, made);
        return made;
    }
}

/// <summary>The values of one hub's slots.</summary>
internal struct HubSlots
{
    private static int s_count;
    private object?[]? _values;

    /// <summary>The place of a new slot, the same in all hubs.</summary>
    public static int Reserve() => Interlocked.Increment(ref s_count) - 1;

    public readonly object? Find(int index) => _values is { } values && index < values.Length ? values[index] : null;

    public void Set(int index, object value)
    {
        if (_values is null || index >= _values.Length) Array.Resize(ref _values, s_count);
        _values[index] = value;
    }
}

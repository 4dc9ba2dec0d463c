namespace CoroutineDsl;

/// <summary>Which greenlets have taken what anybody may give back: for reports. The first is kept apart, so that one holder alone needs no table.</summary>
internal sealed class Holders
{
    private Greenlet? _first;
    private Dictionary<Greenlet, int>? _others; // how often each has it
    private bool _hasStranger;

    /// <summary>Whether it is known of each taking whose it is.</summary>
    public bool AreKnown => !_hasStranger && First is not null;

    /// <summary>One of them; <c>null</c>: none, or nobody knows.</summary>
    public Greenlet? First => _hasStranger ? null : _first ?? _others?.Keys.FirstOrDefault();

    /// <summary>The greenlet that runs; <c>null</c> outside of one.</summary>
    public static Greenlet? Current(Hub? hub) => hub is { Loop.IsBetweenBatches: false } ? hub.CurrentGreenlet : null;

    /// <param name="greenlet">Who has taken it; <c>null</c>: no greenlet.</param>
    public void Enter(Greenlet? greenlet)
    {
        if (greenlet is null) _hasStranger = true;
        else if (_first is null) _first = greenlet;
        else System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_others ??= [], greenlet, out _)++;
    }

    /// <summary>The current greenlet gives one back.</summary>
    /// <param name="hub">Its hub.</param>
    /// <param name="isLast">Whether nobody has one any more.</param>
    public void Leave(Hub? hub, bool isLast)
    {
        if (isLast) Clear();
        else if (Current(hub) is not { } greenlet || !Remove(greenlet)) _hasStranger = true;
    }

    /// <summary>What it has taken belongs to no greenlet.</summary>
    public void Disown(Greenlet greenlet)
    {
        if (Remove(greenlet)) _hasStranger = true;
    }

    public void Clear()
    {
        _first = null;
        _others?.Clear();
        _hasStranger = false;
    }

    public void ForEach(Action<Greenlet> action)
    {
        if (_first is not null) action(_first);
        foreach (var other in _others?.Keys ?? (IEnumerable<Greenlet>)[]) action(other);
    }

    private bool Remove(Greenlet greenlet)
    {
        if (ReferenceEquals(greenlet, _first))
        {
            _first = null;
            return true;
        }

        if (_others is null || !_others.TryGetValue(greenlet, out var count)) return false;
        if (count == 1) _others.Remove(greenlet);
        else _others[greenlet] = count - 1;
        return true;
    }
}

namespace CoroutineDsl;

/// <summary>Which hub of a <see cref="HubGroup"/> runs a coroutine.</summary>
public readonly struct HubPlacement : IEquatable<HubPlacement>
{
    private readonly Kind _kind;
    private readonly int _number;

    private HubPlacement(Kind kind, int number) => (_kind, _number) = (kind, number);

    private enum Kind
    {
        InTurn,
        LeastLoaded,
        ByKey,
        Pinned,
    }

    /// <summary>One hub after the other.</summary>
    public static HubPlacement InTurn => default;

    /// <summary>The hub with the fewest coroutines of the group that have not ended; the first of several.</summary>
    public static HubPlacement LeastLoaded => new(Kind.LeastLoaded, 0);

    /// <summary>The same hub for equal keys, while the group has as many hubs: what belongs together stays on one thread, and needs no lock.</summary>
    /// <param name="key">What it is about: a room, an account, a connection.</param>
    public static HubPlacement ByKey<TKey>(TKey key)
        where TKey : notnull => new(Kind.ByKey, EqualityComparer<TKey>.Default.GetHashCode(key));

    /// <summary>A certain hub.</summary>
    /// <param name="index">Which.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static HubPlacement Pinned(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(Kind.Pinned, index);
    }

    /// <summary>Whether both mean the same.</summary>
    public static bool operator ==(HubPlacement left, HubPlacement right) => left.Equals(right);

    /// <summary>Whether they mean different things.</summary>
    public static bool operator !=(HubPlacement left, HubPlacement right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(HubPlacement other) => (_kind, _number) == (other._kind, other._number);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is HubPlacement other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_kind, _number);

    /// <param name="loads">How many coroutines each hub has.</param>
    /// <param name="next">Whose turn it is.</param>
    internal int Choose(ReadOnlySpan<int> loads, ref int next) => _kind switch
    {
        Kind.LeastLoaded => Least(loads),
        Kind.ByKey => (int)((uint)_number % (uint)loads.Length),
        Kind.Pinned => _number < loads.Length ? _number : throw new ArgumentOutOfRangeException(nameof(loads), _number, "The group has no such hub."),
        _ => (int)((uint)Interlocked.Increment(ref next) % (uint)loads.Length),
    };

    private static int Least(ReadOnlySpan<int> loads)
    {
        var least = 0;
        for (var i = 1; i < loads.Length; i++)
        {
            if (loads[i] < loads[least]) least = i;
        }

        return least;
    }
}

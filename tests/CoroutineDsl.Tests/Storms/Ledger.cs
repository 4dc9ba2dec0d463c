using Xunit;

namespace CoroutineDsl.Tests.Storms;

/// <summary>What went into a queue and came out of it: each item once, and none that was never put.</summary>
internal sealed class Ledger
{
    private readonly HashSet<int> _there = [];
    private int _last;

    public int Count => _there.Count;

    public int Next() => ++_last;

    /// <summary>A put of it may come to be before the putter goes on: so it is written down before, and taken back if it does not.</summary>
    public void Put(int item) => _there.Add(item);

    public void TakeBack(int item) => Assert.True(_there.Remove(item), $"{item} was refused, and got");

    public void Got(int item) => Assert.True(_there.Remove(item), $"{item} was got twice, or never put");
}

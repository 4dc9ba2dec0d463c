namespace CoroutineDsl.Generator.Lowering.FlowAnalysis;

/// <summary>A set of small numbers.</summary>
internal sealed class Bits(int count)
{
    private readonly ulong[] _words = new ulong[(count + 63) / 64];

    public bool Contains(int number) => (_words[number >> 6] & (1UL << (number & 63))) != 0;

    public void Add(int number) => _words[number >> 6] |= 1UL << (number & 63);

    public void Remove(int number) => _words[number >> 6] &= ~(1UL << (number & 63));

    /// <summary>Whether anything came to it.</summary>
    public bool UnionWith(Bits other)
    {
        var isChanged = false;
        for (var i = 0; i < _words.Length; i++)
        {
            var union = _words[i] | other._words[i];
            isChanged |= union != _words[i];
            _words[i] = union;
        }
        return isChanged;
    }

    public void ExceptWith(Bits other)
    {
        for (var i = 0; i < _words.Length; i++)
            _words[i] &= ~other._words[i];
    }

    public void Clear() => Array.Clear(_words, 0, _words.Length);

    public Bits Clone()
    {
        var clone = new Bits(_words.Length * 64);
        Array.Copy(_words, clone._words, _words.Length);
        return clone;
    }

    /// <summary>From the smallest up.</summary>
    public IEnumerable<int> Items()
    {
        for (var i = 0; i < _words.Length; i++)
            for (var (word, number) = (_words[i], i * 64); word != 0; word >>= 1, number++)
                if ((word & 1) != 0)
                    yield return number;
    }
}

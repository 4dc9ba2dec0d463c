using System.Globalization;

namespace CoroutineDsl.Generator.Naming;

/// <summary>Gives out names that mean nothing else: every name that is made up goes through one of these.</summary>
internal sealed class UniqueNames(Func<string, bool>? isTaken = null)
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _last = new(StringComparer.Ordinal);

    /// <summary>The name is somebody else's.</summary>
    public void Take(string name) => _taken.Add(name);

    /// <summary>Whether it was free; it is taken now.</summary>
    public bool TryTake(string name) => isTaken?.Invoke(name) != true && _taken.Add(name);

    /// <summary><c>stem</c> if it is free, or <c>stem2</c>, <c>stem3</c>...</summary>
    public string Next(string stem) => TryTake(stem) ? stem : Numbered(stem, 2);

    /// <summary><c>stem1</c>, <c>stem2</c>...</summary>
    public string Numbered(string stem, int first = 1)
    {
        for (var i = _last.TryGetValue(stem, out var last) ? last + 1 : first; ; i++)
        {
            var name = stem + i.ToString(CultureInfo.InvariantCulture);
            if (!TryTake(name))
                continue;
            _last[stem] = i;
            return name;
        }
    }
}

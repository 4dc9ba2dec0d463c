using System.Collections;

namespace CoroutineDsl.Oracle;

/// <summary>A class whose every member logs its use.</summary>
public class Box(int value = 0)
{
    private readonly int[] _items = new int[8];

    /// <summary>A plain field.</summary>
    public int Field = value;

    /// <summary>Another box.</summary>
    public Box? Next;

    /// <summary>A property that logs.</summary>
    public int Value
    {
        get
        {
            Common.Log($"get {Field}");
            return Field;
        }
        set
        {
            Common.Log($"set {value}");
            Field = value;
        }
    }

    /// <summary>An indexer that logs.</summary>
    public int this[int index]
    {
        get
        {
            Common.Log($"get[{index}] {_items[index]}");
            return _items[index];
        }
        set
        {
            Common.Log($"set[{index}] {value}");
            _items[index] = value;
        }
    }

    /// <summary>A method that logs, and can be chained.</summary>
    public Box Add(int amount)
    {
        Common.Log($"add {amount}");
        Field += amount;
        return this;
    }

    /// <summary>For deconstruction.</summary>
    public void Deconstruct(out int field, out bool hasNext)
    {
        Common.Log("deconstruct");
        field = Field;
        hasNext = Next is not null;
    }

    /// <inheritdoc />
    public override string ToString() => $"Box({Field})";
}

/// <summary>A mutable struct.</summary>
public struct Counter
{
    /// <summary>How often it was bumped.</summary>
    public int Count;

    /// <summary>Adds one and gives the sum.</summary>
    public int Bump() => ++Count;

    /// <summary>Adds, and gives the sum.</summary>
    public int Add(int amount) => Count += amount;

    /// <inheritdoc />
    public readonly override string ToString() => $"Counter({Count})";
}

/// <summary>A record to use <c>with</c> and positional patterns on.</summary>
public record Point(int X, int Y);

/// <summary>A resource that logs its making and its end.</summary>
public sealed class Resource : IDisposable
{
    private readonly string _name;

    /// <summary>Logs that it is open.</summary>
    public Resource(string name)
    {
        _name = name;
        Common.Log($"open {name}");
    }

    /// <summary>Logs that it is closed.</summary>
    public void Dispose() => Common.Log($"close {_name}");

    /// <inheritdoc />
    public override string ToString() => _name;
}

/// <summary>A struct resource; its state shows whether the variable itself was disposed or a copy.</summary>
public struct StructResource(string name) : IDisposable
{
    private int _uses;

    /// <summary>Counts a use.</summary>
    public void Use() => _uses++;

    /// <summary>Logs how often it was used.</summary>
    public readonly void Dispose() => Common.Log($"close {name} after {_uses}");
}

/// <summary>A sequence whose enumerator logs and is disposed.</summary>
public sealed class LoggingSequence(int count) : IEnumerable<int>
{
    /// <inheritdoc />
    public IEnumerator<int> GetEnumerator()
    {
        Common.Log("enumerate");
        try
        {
            for (var i = 0; i < count; i++)
            {
                Common.Log($"next {i}");
                yield return i;
            }
        }
        finally
        {
            Common.Log("dispose");
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A sequence by pattern, with a mutable struct enumerator that has no interface.</summary>
public readonly struct PatternSequence(int count)
{
    /// <summary>The pattern's enumerator.</summary>
    public Enumerator GetEnumerator() => new(count);

    /// <summary>A mutable struct.</summary>
    public struct Enumerator(int count)
    {
        private int _at = -1;

        /// <summary>The item.</summary>
        public readonly int Current => _at;

        /// <summary>To the next item.</summary>
        public bool MoveNext() => ++_at < count;
    }
}

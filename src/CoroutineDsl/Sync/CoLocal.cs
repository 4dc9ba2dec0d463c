using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>A value that each greenlet has its own of (gevent's <c>local</c>). A greenlet's value is let go when the greenlet ends, and all of them with the local itself.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
/// <param name="factory">Makes the value at a greenlet's first look; without it, that is <c>default</c>.</param>
/// <remarks>Unlike an <see cref="AsyncLocal{T}"/> it is not handed on to greenlets that are spawned. The main program has a value too.</remarks>
[System.Diagnostics.DebuggerDisplay("{ToString(),nq}")]
public sealed class CoLocal<T>(Func<T>? factory = null)
{
    /// <summary>The current greenlet's value.</summary>
    public T Value
    {
        get => TryGet(out var box) ? box.Value : factory is null ? default! : Make().Value;
        set
        {
            if (TryGet(out var box)) box.Value = value;
            else Locals.Add(this, new Box(value));
        }
    }

    /// <summary>Whether the current greenlet has a value.</summary>
    public bool HasValue => TryGet(out _);

    private static ConditionalWeakTable<object, object> Locals => Greenlet.Current.More.Locals ??= [];

    /// <summary>Lets go of the current greenlet's value: the next look makes a new one.</summary>
    public void Clear() => Greenlet.Current.Extras?.Locals?.Remove(this);

    private bool TryGet([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Box? box)
    {
        box = Greenlet.Current.Extras?.Locals is { } locals && locals.TryGetValue(this, out var found) ? (Box)found : null;
        return box is not null;
    }

    private Box Make()
    {
        var box = new Box(factory!());
        Locals.AddOrUpdate(this, box);
        return box;
    }

    private sealed class Box(T value)
    {
        public T Value = value;
    }

    /// <summary>What it is, and its state now.</summary>
    public override string ToString() => $"local ({(TryGet(out var value) ? $"{value}" : "no value here")})";
}

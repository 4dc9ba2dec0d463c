namespace CoroutineDsl;

/// <summary>How a child that was begun with <see cref="Nursery.Start{T}"/> says that it is ready.</summary>
/// <typeparam name="T">What it says it with.</typeparam>
public sealed class Readiness<T>
{
    private readonly CoEvent _over = new();

    internal Readiness()
    {
    }

    /// <summary>Whether it has been said.</summary>
    public bool IsSet { get; private set; }

    internal T Value { get; private set; } = default!;

    /// <summary>Says it: whoever waits in <see cref="Nursery.Start{T}"/> goes on with this value.</summary>
    /// <exception cref="InvalidOperationException">It has been said before.</exception>
    public void Set(T value)
    {
        if (IsSet) throw new InvalidOperationException("Readiness is said once.");
        IsSet = true;
        Value = value;
        _over.Set();
    }

    internal Suspension<bool> Wait() => _over.Wait();

    internal void Ended(Greenlet child) => _over.Set();
}

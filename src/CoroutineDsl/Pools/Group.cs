namespace CoroutineDsl;

/// <summary>A collection of running greenlets (gevent's <c>Group</c>), as many as come.</summary>
/// <remarks>For one hub.</remarks>
public sealed class Group : GroupBase
{
    /// <summary>Makes an empty group.</summary>
    public Group()
    {
    }

    /// <summary>Makes a group of greenlets.</summary>
    public Group(IEnumerable<Greenlet> greenlets)
    {
        ArgumentNullException.ThrowIfNull(greenlets);
        foreach (var greenlet in greenlets) Add(greenlet);
    }

    /// <summary>Spawns a coroutine as a member.</summary>
    public Greenlet Spawn(IEnumerator<Yield> coroutine, string? name = null) => Spawn(Coroutine.FromIterator(coroutine), name);

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet<T> Spawn<T>(IEnumerator<Yield<T>> coroutine, string? name = null) => Spawn(Coroutine.FromIterator(coroutine), name);

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet Spawn(Coroutine coroutine, string? name = null)
    {
        var greenlet = Greenlet.Spawn(coroutine, name);
        Add(greenlet);
        return greenlet;
    }

    /// <inheritdoc cref="Spawn(IEnumerator{Yield}, string?)"/>
    public Greenlet<T> Spawn<T>(Coroutine<T> coroutine, string? name = null) => EnterNew(coroutine, name);

    /// <summary>Spawns a greenlet that waits for this and ends, as a member.</summary>
    public Greenlet Spawn(Suspension wait, string? name = null) => Spawn(new WaitCoroutine(wait), name);

    /// <inheritdoc cref="Spawn(Suspension, string?)"/>
    public Greenlet<T> Spawn<T>(Suspension<T> wait, string? name = null) => Spawn(new WaitCoroutine<T>(wait), name);

    /// <summary>Makes a greenlet a member until it ends. Nothing happens if it is one, or has ended.</summary>
    public void Add(Greenlet greenlet)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        if (!Contains(greenlet)) Enter(greenlet);
    }

    /// <summary>Starts a greenlet that was created, as a member.</summary>
    public void Start(Greenlet greenlet)
    {
        Add(greenlet);
        greenlet.Start();
    }
}

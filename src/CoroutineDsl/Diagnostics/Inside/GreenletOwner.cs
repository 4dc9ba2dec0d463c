namespace CoroutineDsl;

/// <summary>A greenlet that another waits for: it holds the lock, or is itself what is waited for.</summary>
/// <param name="Id">Its <see cref="Greenlet.Id"/>.</param>
/// <param name="Name">Its <see cref="Greenlet.Name"/>.</param>
/// <param name="IsDead">It has ended: it will not give back what it holds.</param>
public readonly record struct GreenletOwner(long Id, string Name, bool IsDead);

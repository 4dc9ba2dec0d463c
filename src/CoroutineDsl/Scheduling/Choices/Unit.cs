namespace CoroutineDsl;

/// <summary>The value of what has none: of a branch of <see cref="Greenlet.Choose{T1, T2}(Suspension{T1}, Suspension{T2}, bool)"/> that is a <see cref="Suspension"/>. All are equal.</summary>
public readonly record struct Unit;

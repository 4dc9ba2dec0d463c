namespace CoroutineDsl;

/// <summary>A lock at one moment.</summary>
/// <param name="Owner">Who holds it.</param>
/// <param name="Depth">How often the owner has acquired it.</param>
/// <param name="Waiting">How many greenlets wait.</param>
public readonly record struct LockStatistics(Greenlet? Owner, int Depth, int Waiting);

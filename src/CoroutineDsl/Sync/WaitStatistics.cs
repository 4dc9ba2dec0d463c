namespace CoroutineDsl;

/// <summary>A primitive at one moment.</summary>
/// <param name="Waiting">How many greenlets wait.</param>
public readonly record struct WaitStatistics(int Waiting);

namespace CoroutineDsl;

/// <summary>A semaphore at one moment.</summary>
/// <param name="Available">How often it can be acquired without waiting.</param>
/// <param name="Waiting">How many greenlets wait.</param>
public readonly record struct SemaphoreStatistics(int Available, int Waiting);

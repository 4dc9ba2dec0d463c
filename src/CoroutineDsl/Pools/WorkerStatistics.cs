namespace CoroutineDsl;

/// <summary>A pool of threads at one moment.</summary>
/// <param name="Size">How many threads it has.</param>
/// <param name="Idle">How many of them have nothing to do.</param>
/// <param name="Queued">How many functions have been given to it and have not been begun.</param>
/// <param name="Waiting">How many greenlets wait until nothing is left to do.</param>
public readonly record struct WorkerStatistics(int Size, int Idle, int Queued, int Waiting);

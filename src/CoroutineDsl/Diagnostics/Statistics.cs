namespace CoroutineDsl;

/// <summary>A primitive at one moment.</summary>
/// <param name="Waiting">How many greenlets wait.</param>
public readonly record struct WaitStatistics(int Waiting);

/// <summary>A semaphore at one moment.</summary>
/// <param name="Available">How often it can be acquired without waiting.</param>
/// <param name="Waiting">How many greenlets wait.</param>
public readonly record struct SemaphoreStatistics(int Available, int Waiting);

/// <summary>A lock at one moment.</summary>
/// <param name="Owner">Who holds it.</param>
/// <param name="Depth">How often the owner has acquired it.</param>
/// <param name="Waiting">How many greenlets wait.</param>
public readonly record struct LockStatistics(Greenlet? Owner, int Depth, int Waiting);

/// <summary>A queue at one moment.</summary>
/// <param name="Count">How many items it holds.</param>
/// <param name="MaxSize">How many it holds at most; <c>null</c>: no bound.</param>
/// <param name="WaitingGetters">How many greenlets wait for an item.</param>
/// <param name="WaitingPutters">How many greenlets wait for room.</param>
public readonly record struct QueueStatistics(int Count, int? MaxSize, int WaitingGetters, int WaitingPutters);

/// <summary>A group, a pool or a nursery at one moment.</summary>
/// <param name="Count">How many members have not ended.</param>
/// <param name="Waiting">How many greenlets wait until there is none.</param>
/// <param name="WaitingForRoom">How many greenlets wait to let one in.</param>
public readonly record struct GroupStatistics(int Count, int Waiting, int WaitingForRoom);

/// <summary>A pool of threads at one moment.</summary>
/// <param name="Size">How many threads it has.</param>
/// <param name="Idle">How many of them have nothing to do.</param>
/// <param name="Queued">How many functions have been given to it and have not been begun.</param>
/// <param name="Waiting">How many greenlets wait until nothing is left to do.</param>
public readonly record struct WorkerStatistics(int Size, int Idle, int Queued, int Waiting);

namespace CoroutineDsl;

/// <summary>A queue at one moment.</summary>
/// <param name="Count">How many items it holds.</param>
/// <param name="MaxSize">How many it holds at most; <c>null</c>: no bound.</param>
/// <param name="WaitingGetters">How many greenlets wait for an item.</param>
/// <param name="WaitingPutters">How many greenlets wait for room.</param>
public readonly record struct QueueStatistics(int Count, int? MaxSize, int WaitingGetters, int WaitingPutters);

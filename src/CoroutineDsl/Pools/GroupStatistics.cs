namespace CoroutineDsl;

/// <summary>A group, a pool or a nursery at one moment.</summary>
/// <param name="Count">How many members have not ended.</param>
/// <param name="Waiting">How many greenlets wait until there is none.</param>
/// <param name="WaitingForRoom">How many greenlets wait to let one in.</param>
public readonly record struct GroupStatistics(int Count, int Waiting, int WaitingForRoom);

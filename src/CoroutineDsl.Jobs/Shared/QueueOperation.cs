namespace CoroutineDsl.Jobs;

/// <summary>What another process may ask of a queue.</summary>
internal enum QueueOperation : byte
{
    Put,
    TryPut,
    Get,
    TryGet,
    Count,
    ShutDown,
}

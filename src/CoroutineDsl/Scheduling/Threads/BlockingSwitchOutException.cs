namespace CoroutineDsl;

/// <summary>A plain method tried to wait where no thread may be parked for it (<see cref="HubOptions.MaxParkedThreads"/>).</summary>
public sealed class BlockingSwitchOutException : InvalidOperationException
{
    internal BlockingSwitchOutException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

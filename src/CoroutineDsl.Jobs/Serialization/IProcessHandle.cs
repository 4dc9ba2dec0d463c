namespace CoroutineDsl.Jobs;

/// <summary>Something that belongs to one process and can be used from others: passed to a job, it is the same thing there.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IProcessHandle<TSelf>
    where TSelf : IProcessHandle<TSelf>
{
    /// <summary>Where it is found: an address that other processes of the same user can connect to, with its token.</summary>
    string Handle { get; }

    /// <summary>The thing behind a handle. Nothing is connected to before the first use.</summary>
    /// <param name="handle">What <see cref="Handle"/> said.</param>
    static abstract TSelf Open(string handle);
}

namespace CoroutineDsl;

/// <summary>What is known of the other end of a wait for something from outside the hub: a virtual clock does not jump past work that goes on there.</summary>
internal enum Work
{
    /// <summary>Nobody may ever do anything: a listener without a caller, a result that nobody sets.</summary>
    None,

    /// <summary>A task that somebody is to complete; it may be this hub.</summary>
    Promised,

    /// <summary>It goes on elsewhere.</summary>
    UnderWay,
}

namespace CoroutineDsl.Oracle;

/// <summary>What happens at the chosen suspension point of a run.</summary>
public enum Injection
{
    /// <summary>Nothing: every wait ends as the body asked.</summary>
    None,

    /// <summary>The wait fails with an ordinary exception.</summary>
    Throw,

    /// <summary>The greenlet is killed while it waits.</summary>
    Kill,

    /// <summary>A timeout scope around the body runs out while it waits.</summary>
    Timeout,
}

/// <summary>The ordinary exception that a run injects.</summary>
public sealed class InjectedException() : Exception("injected");

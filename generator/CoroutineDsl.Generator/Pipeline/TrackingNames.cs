namespace CoroutineDsl.Generator.Pipeline;

/// <summary>The names of the pipeline's steps. Tests enumerate them, so that no step escapes the caching tests.</summary>
internal static class TrackingNames
{
    /// <summary>One model for each of the user's files.</summary>
    public const string Files = nameof(Files);

    /// <summary>One model for each method marked <c>[Coroutine]</c>.</summary>
    public const string Coroutines = nameof(Coroutines);

    /// <summary>One model for each call that an interceptor takes over.</summary>
    public const string Calls = nameof(Calls);

    /// <summary>One model for each blocking call that the patch makes cooperative.</summary>
    public const string PatchedCalls = nameof(PatchedCalls);

    /// <summary>The text of the list of what is patched and what is not; empty where the build does not ask for it.</summary>
    public const string Listing = nameof(Listing);

    /// <summary>The calls grouped by the method they call.</summary>
    public const string Interceptors = nameof(Interceptors);
}

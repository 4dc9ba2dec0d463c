namespace CoroutineDsl.Patching;

/// <summary>What a patched call gives that also has an <c>out</c> or <c>ref</c> argument, which cannot be assigned across a suspension: both values, the second to be fetched.</summary>
/// <typeparam name="TResult">What the call returns.</typeparam>
/// <typeparam name="T">What the argument is assigned.</typeparam>
/// <param name="result">What the call returned.</param>
/// <param name="assigned">What the argument is assigned.</param>
public readonly struct Returned<TResult, T>(TResult result, T assigned)
{
    /// <summary>Assigns the argument, and gives what the call returned.</summary>
    public TResult Out(out T value)
    {
        value = assigned;
        return result;
    }

    /// <inheritdoc cref="Out"/>
    public TResult Ref(ref T value)
    {
        value = assigned;
        return result;
    }
}

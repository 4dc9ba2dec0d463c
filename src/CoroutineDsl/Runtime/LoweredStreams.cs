using System.ComponentModel;

namespace CoroutineDsl.Runtime;

/// <summary>What generated code calls for streams that are not lowered.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LoweredStreams
{
    /// <summary>A stream that drives the iterator which C# made of the method.</summary>
    public static CoEnumerable<T> From<T>(IEnumerable<T> source) => source as CoEnumerable<T> ?? new PlainStream<T>(source);

    /// <summary>One enumeration that drives the iterator which C# made of the method.</summary>
    public static CoEnumerator<T> From<T>(IEnumerator<T> source) => source as CoEnumerator<T> ?? new PlainEnumerator<T>(source);
}

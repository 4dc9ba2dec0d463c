using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>Where one frame of a parked greenlet stands: the method, and the line in the user's own file.</summary>
public readonly record struct FrameLocation
{
    /// <summary>Makes a location; <paramref name="file"/> is left to the compiler, so that it obeys <c>#line</c> and path maps.</summary>
    /// <param name="method">The coroutine's name.</param>
    /// <param name="line">One-based; 0 where it is not known.</param>
    /// <param name="file">The source file; empty where it is not known.</param>
    public FrameLocation(string method, int line, [CallerFilePath] string file = "")
    {
        Method = method;
        Line = line;
        File = file;
    }

    /// <summary>The coroutine's name.</summary>
    public string Method { get; }

    /// <summary>The one-based line; 0 where it is not known (code that was not lowered).</summary>
    public int Line { get; }

    /// <summary>The source file's path as the compiler knows it; empty where it is not known.</summary>
    public string File { get; }

    /// <summary>The location in the form of a .NET stack trace line.</summary>
    public override string ToString() => Line == 0 ? $"at {Method}" : $"at {Method} in {File}:line {Line}";
}

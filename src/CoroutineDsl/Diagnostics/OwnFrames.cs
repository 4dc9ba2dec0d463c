using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace CoroutineDsl;

/// <summary>The stack of the calling thread as its program sees it: without the frames of .NET and of this library.</summary>
[StackTraceHidden]
internal static class OwnFrames
{
    private const int MaxFrames = 16;

    /// <summary>The innermost frame of the program: a key for the place, without a look at its symbols.</summary>
    public static (MethodBase? Method, int Offset) Site()
    {
        foreach (var frame in new StackTrace(fNeedFileInfo: false).GetFrames())
            if (MethodOf(frame) is { } method && IsOwn(method)) return (method, frame.GetILOffset());
        return default;
    }

    /// <summary>The calling thread's call, with files and lines, which takes some milliseconds for a place that was not named before.</summary>
    /// <param name="name">What to call it; where null, after the outermost method of .NET that the program has called.</param>
    public static BlockingCall Call(string? name = null)
    {
        var called = "a wait";
        var frames = new List<FrameLocation>();
        foreach (var frame in new StackTrace(fNeedFileInfo: true).GetFrames())
        {
            if (MethodOf(frame) is not { } method) continue;
            if (!IsOwn(method))
            {
                if (frames.Count == 0) called = NameOf(method);
                continue;
            }

            var coroutine = StackLines.CoroutineName(method);
            frames.Add(new(coroutine ?? NameOf(method), frame.GetFileLineNumber(), frame.GetFileName() ?? ""));
            if (coroutine is not null || frames.Count == MaxFrames) break; // who called the coroutine is not on this stack
        }

        return new(name ?? called, frames);
    }

    /// <summary>Whether it is neither .NET's, nor this library's, nor written by its generator between the program and a patched call.</summary>
    private static bool IsOwn(MethodBase method)
    {
        if (method.Module.Assembly == typeof(OwnFrames).Assembly || method.DeclaringType?.Namespace == "CoroutineDsl.Generated") return false;
        var assembly = method.Module.Assembly.GetName().Name ?? "";
        return !assembly.StartsWith("System.", StringComparison.Ordinal) && !assembly.StartsWith("Microsoft.", StringComparison.Ordinal);
    }

    /// <summary><c>Monitor.Enter</c>; of a lambda or a local function, the method that it stands in.</summary>
    private static string NameOf(MethodBase method)
    {
        var type = method.DeclaringType;
        while (type is { IsNested: true } && type.Name.StartsWith('<')) type = type.DeclaringType;
        var name = method.Name;
        if (name.StartsWith('<') && name.IndexOf('>', StringComparison.Ordinal) is > 1 and var end) name = name[1..end];
        else if (name.StartsWith("get_", StringComparison.Ordinal)) name = name[4..];
        return type is null ? name : $"{type.Name.Split('`')[0]}.{name}";
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away has no line.")]
    private static MethodBase? MethodOf(StackFrame frame) => frame.GetMethod();
}

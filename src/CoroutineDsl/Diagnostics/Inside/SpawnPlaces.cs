using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace CoroutineDsl;

/// <summary>The line of the user's code that is spawning. The frames of a stack are cheap to walk and dear to name: the name of each place is kept.</summary>
internal static class SpawnPlaces
{
    private const int MaxPlaces = 10_000;

    private static readonly ConcurrentDictionary<(MethodBase Method, int Offset), FrameLocation> s_places = new();
    private static readonly Assembly s_own = typeof(SpawnPlaces).Assembly;

    /// <summary>The innermost frame on this thread's stack that is not of this library.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away is one without a name here: no place is given.")]
    public static FrameLocation? Find()
    {
        var trace = new StackTrace(2, fNeedFileInfo: false);
        for (var i = 0; i < trace.FrameCount; i++)
        {
            if (trace.GetFrame(i) is not { } frame || frame.GetMethod() is not { } method || method.Module.Assembly == s_own || IsOfSystem(method)) continue;
            var key = (method, frame.GetILOffset());
            if (s_places.TryGetValue(key, out var place)) return place;
            place = Name(method, new StackFrame(i + 2, needFileInfo: true));
            if (s_places.Count < MaxPlaces) s_places[key] = place;
            return place;
        }

        return null;
    }

    private static bool IsOfSystem(MethodBase method) => method.IsDefined(typeof(StackTraceHiddenAttribute), false) || method.Module.Assembly.GetName().Name is { } name && name.StartsWith("System.", StringComparison.Ordinal);

    private static FrameLocation Name(MethodBase method, StackFrame frame)
    {
        var name = StackLines.CoroutineName(method) is { } known ? known[..known.IndexOf('(', StringComparison.Ordinal)] : method.Name;
        return new FrameLocation(name[(name.LastIndexOf('.') + 1)..], frame.GetFileLineNumber(), frame.GetFileName() ?? "");
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>The lines of a stack trace. To name a place is dear, since its file and line are read from the program's symbols: each is named once.</summary>
internal static class StackLines
{
    private const int MaxPlaces = 10_000;

    private static readonly ConcurrentDictionary<(MethodBase Method, int Offset), string> s_lines = new();

    /// <summary>The lines of the frames that the exception has passed since it was thrown, each with its end.</summary>
    public static string Of(Exception exception)
    {
        var trace = new StackTrace(exception, fNeedFileInfo: false);
        var named = (StackTrace?)null;
        var text = new StringBuilder();
        for (var i = 0; i < trace.FrameCount; i++)
        {
            if (trace.GetFrame(i) is not { } frame || MethodOf(frame) is not { } method) continue;
            var key = (method, frame.GetILOffset());
            if (!s_lines.TryGetValue(key, out var line))
            {
                named ??= new StackTrace(exception, fNeedFileInfo: true);
                line = Line(named.GetFrame(i)!, method);
                if (s_lines.Count < MaxPlaces) s_lines[key] = line;
            }

            text.Append(line);
        }

        return text.ToString();
    }

    /// <summary>The line of a frame that is not on the stack.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "The method is the one that runs the frame.")]
    public static string Of(Coroutine frame)
    {
        var location = frame.Location;
        var name = frame.GetType().GetMethod(nameof(Coroutine.Resume)) is { } method && CoroutineName(method) is { } known ? known : location.Method + "()";
        return At(name, location);
    }

    /// <summary>The line of an iterator that stands at a <c>yield return</c>, where no frame of it is on the stack.</summary>
    public static string OfIterator(object iterator) => At(IteratorMethod(iterator.GetType()), Greenlet.PlaceOf(iterator));

    private static string At(string name, FrameLocation location) => location.Line == 0 ? $"at {name}" : $"at {name} in {location.File}:line {location.Line}";

    /// <summary>A method as the user knows it, where it holds the body of a coroutine: <c>Program.Talk(CoSocket conn)</c>.</summary>
    public static string? CoroutineName(MethodBase method)
    {
        if (method.DeclaringType is not { } type) return null;
        if (method.GetCustomAttribute<CoroutineBodyAttribute>() is { } body) return Prefix(typeof(Coroutine).IsAssignableFrom(type) ? type.DeclaringType?.DeclaringType : type) + body.Method;
        if (method.Name != nameof(System.Collections.IEnumerator.MoveNext) || !type.IsDefined(typeof(CompilerGeneratedAttribute), false)) return null;
        return typeof(System.Collections.IEnumerator).IsAssignableFrom(type) ? IteratorMethod(type) : null;
    }

    /// <summary>The user's iterator method, by the type that C# made of its body.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "A method that was trimmed away has no line of its own: the name of the type stands for it.")]
    public static string IteratorMethod(Type iterator)
    {
        const BindingFlags All = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;
        var definition = iterator.IsGenericType ? iterator.GetGenericTypeDefinition() : iterator;
        var outer = iterator.DeclaringType;
        var method = outer?.GetMethods(All).FirstOrDefault(method => method.GetCustomAttribute<IteratorStateMachineAttribute>()?.StateMachineType == definition);
        while (outer is not null && outer.IsDefined(typeof(CompilerGeneratedAttribute), false)) outer = outer.DeclaringType;
        var parameters = method is null ? "" : string.Join(", ", method.GetParameters().Select(parameter => $"{parameter.ParameterType.Name} {parameter.Name}"));
        return $"{Prefix(outer)}{IteratorName.Of(iterator)}({parameters})";
    }

    private static string Prefix(Type? type) => type is null || type.Name.Contains('<', StringComparison.Ordinal) ? "" : $"{type.FullName?.Replace('+', '.') ?? type.Name}.";

    private static string Line(StackFrame frame, MethodBase method)
    {
        if (method.IsDefined(typeof(StackTraceHiddenAttribute), false) || method.DeclaringType?.IsDefined(typeof(StackTraceHiddenAttribute), false) == true) return "";
        if (CoroutineName(method) is not { } name) return new StackTrace(frame).ToString();
        var place = frame.GetFileName() is { } file ? $" in {file}:line {frame.GetFileLineNumber()}" : "";
        return $"   at {name}{place}{Environment.NewLine}";
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A method that was trimmed away has no line.")]
    private static MethodBase? MethodOf(StackFrame frame) => frame.GetMethod();
}

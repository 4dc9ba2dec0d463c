using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace CoroutineDsl;

/// <summary>A coroutine in the debugger: where it stands, and its parameters and locals under their own names.</summary>
internal sealed class CoroutineProxy(Coroutine frame)
{
    public FrameLocation Location => frame.Location;

    public Coroutine? Caller => frame.Caller;

    [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
    public Local[] Locals => LocalsOf(frame);

    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "For the debugger.")]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "For the debugger.")]
    private static Local[] LocalsOf(object machine) =>
        [.. machine.GetType().GetFields(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .SelectMany(field => field.FieldType is { IsNested: true, Name: ['S', 'c', 'o', 'p', 'e', ..] } && field.FieldType.DeclaringType == machine.GetType() && field.GetValue(machine) is { } scope
                ? LocalsOf(scope)
                : [new Local(field.Name == "self" ? "this" : field.Name, field.GetValue(machine))])];

    /// <summary>A parameter, or a local that lives across a wait.</summary>
    [DebuggerDisplay("{Value}", Name = "{Name,nq}")]
    internal sealed class Local(string name, object? value)
    {
        [DebuggerBrowsable(DebuggerBrowsableState.Never)]
        public string Name => name;

        [DebuggerBrowsable(DebuggerBrowsableState.RootHidden)]
        public object? Value => value;
    }
}

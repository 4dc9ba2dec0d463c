using System.Reflection;

namespace CoroutineDsl.Jobs;

/// <summary>What the generator knows of a <c>[Job]</c> method: its name, and how it is called with serialised arguments.</summary>
public abstract class JobDefinition
{
    private protected JobDefinition(string name, int version, Assembly assembly, IJobSerializer serializer)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(serializer);
        (Name, Version, Assembly, Serializer) = (name, version, assembly, serializer);
    }

    /// <summary>What it is called between processes.</summary>
    public string Name { get; }

    /// <summary>Which form of its arguments it takes.</summary>
    public int Version { get; }

    /// <summary>What reads and writes its arguments and result.</summary>
    public IJobSerializer Serializer { get; }

    internal Assembly Assembly { get; }

    /// <summary>The name and the version.</summary>
    public override string ToString() => Version == 1 ? Name : $"{Name} (version {Version})";

    /// <summary>The call, not begun.</summary>
    internal abstract Coroutine Start(ReadOnlyMemory<byte> arguments);

    /// <summary>Runs the call and writes its result.</summary>
    internal abstract Coroutine Execute(ReadOnlyMemory<byte> arguments, JobWriter result);
}

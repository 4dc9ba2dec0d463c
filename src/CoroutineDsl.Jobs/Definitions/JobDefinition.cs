using System.Buffers;
using System.Reflection;

namespace CoroutineDsl.Jobs;

/// <summary>What the generator knows of a <c>[Job]</c> method: its name, and how it is called with serialised arguments.</summary>
public abstract partial class JobDefinition
{
    private protected JobDefinition(string name, int version, Assembly assembly, IJobSerializer serializer, JobPolicy? policy)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentNullException.ThrowIfNull(serializer);
        (Name, Version, Assembly, Serializer, Policy) = (name, version, assembly, serializer, policy ?? new());
    }

    /// <summary>What it is called between processes.</summary>
    public string Name { get; }

    /// <summary>Which form of its arguments it takes.</summary>
    public int Version { get; }

    /// <summary>What reads and writes its arguments and result.</summary>
    public IJobSerializer Serializer { get; }

    /// <summary>How a <c>JobWorker</c> runs it, as far as its attribute says.</summary>
    public JobPolicy Policy { get; }

    /// <summary>The simple name of the assembly that registers it; see <see cref="JobRegistry.Load(string)"/>.</summary>
    public string AssemblyName => Assembly.GetName().Name!;

    internal Assembly Assembly { get; }

    /// <summary>The call with serialised arguments, not begun: its value is the serialised result, empty where there is none.</summary>
    /// <param name="arguments">The arguments as <see cref="Job.ToData"/> gave them. What cannot be read fails the coroutine.</param>
    public Coroutine<ReadOnlyMemory<byte>> Run(ReadOnlyMemory<byte> arguments) => RunAndWriteCoroutine(arguments);

    /// <summary>Reads a result that <see cref="Run"/> gave.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="result">The serialised result.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public T ReadResult<T>(ReadOnlyMemory<byte> result) => new JobReader(result, Serializer).Read<T>();

    /// <summary>The name and the version.</summary>
    public override string ToString() => Version == 1 ? Name : $"{Name} (version {Version})";

    /// <summary>The call, not begun.</summary>
    internal abstract Coroutine Start(ReadOnlyMemory<byte> arguments);

    /// <summary>Runs the call and writes its result.</summary>
    internal abstract Coroutine Execute(ReadOnlyMemory<byte> arguments, JobWriter result);

    [Coroutine]
    private IEnumerator<Yield<ReadOnlyMemory<byte>>> RunAndWrite(ReadOnlyMemory<byte> arguments)
    {
        var output = new ArrayBufferWriter<byte>();
        Execute(arguments, new JobWriter(output, Serializer)).Await();
        yield return output.WrittenMemory;
    }
}

using System.Buffers;

namespace CoroutineDsl.Jobs;

/// <summary>A call of a <c>[Job]</c> method as data: which one, in which version, with which arguments. Making one runs nothing.</summary>
public abstract class Job
{
    /// <summary>Called by generated code.</summary>
    /// <param name="definition">What it calls.</param>
    protected Job(JobDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        Definition = definition;
    }

    /// <summary>What it calls.</summary>
    public JobDefinition Definition { get; }

    /// <summary>What the job is called between processes.</summary>
    public string Name => Definition.Name;

    /// <summary>Which form of its arguments it has.</summary>
    public int Version => Definition.Version;

    /// <summary>Calls of the job with the same key are one; null: each is its own. See <see cref="JobAttribute.Unique"/>.</summary>
    public virtual string? UniqueKey => null;

    /// <summary>Name, version and serialised arguments, to be kept or sent.</summary>
    /// <exception cref="NotSupportedException">An argument cannot be serialised.</exception>
    public JobData ToData()
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output);
        return new(Name, Version, output.WrittenMemory) { Assembly = Definition.AssemblyName };
    }

    /// <summary>The name and the version.</summary>
    public override string ToString() => Definition.ToString();

    /// <summary>Writes the arguments, in order. Written by the generator.</summary>
    /// <param name="arguments">Where to.</param>
    protected abstract void WriteArguments(JobWriter arguments);

    internal void Write(IBufferWriter<byte> output) => WriteArguments(new JobWriter(output, Definition.Serializer));
}

/// <summary>A call of a <c>[Job]</c> method that has a result.</summary>
/// <typeparam name="T">The type of the result.</typeparam>
public abstract class Job<T> : Job
{
    /// <summary>Called by generated code.</summary>
    /// <param name="definition">What it calls.</param>
    protected Job(JobDefinition<T> definition)
        : base(definition)
    {
    }

    /// <summary>Reads a result that <see cref="JobDefinition.Run"/> gave.</summary>
    /// <param name="result">The serialised result.</param>
    public T ReadResult(ReadOnlyMemory<byte> result) => Definition.ReadResult<T>(result);
}

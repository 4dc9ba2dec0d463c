using System.Buffers.Binary;

namespace CoroutineDsl.Jobs;

/// <summary>Reads the arguments of a job in the order in which they were written. Used by generated code.</summary>
public sealed class JobReader
{
    private readonly IJobSerializer _serializer;
    private ReadOnlyMemory<byte> _rest;

    internal JobReader(ReadOnlyMemory<byte> data, IJobSerializer serializer) => (_rest, _serializer) = (data, serializer);

    /// <summary>Reads a value.</summary>
    /// <typeparam name="T">Its declared type.</typeparam>
    /// <exception cref="InvalidDataException">There are fewer arguments than the job takes.</exception>
    public T Read<T>()
    {
        if (_rest.Length < sizeof(int)) throw Short();
        var length = BinaryPrimitives.ReadInt32LittleEndian(_rest.Span);
        if ((uint)length > _rest.Length - sizeof(int)) throw Short();
        var data = _rest.Slice(sizeof(int), length);
        _rest = _rest[(sizeof(int) + length)..];
        return _serializer.Read<T>(data.Span);
    }

    /// <summary>Reads where something is found that processes share, and opens it.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public T? ReadHandle<T>()
        where T : class, IProcessHandle<T> => Read<string?>() is { } handle ? T.Open(handle) : null;

    private static InvalidDataException Short() => new("The message has fewer arguments than the job takes. Raise the version of a job where its parameters change.");
}

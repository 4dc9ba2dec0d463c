using System.Buffers;
using System.Buffers.Binary;

namespace CoroutineDsl.Jobs;

/// <summary>Writes the arguments of a job, each behind its length. Used by generated code.</summary>
public sealed class JobWriter
{
    private readonly IBufferWriter<byte> _output;
    private readonly IJobSerializer _serializer;
    private ArrayBufferWriter<byte>? _scratch;

    internal JobWriter(IBufferWriter<byte> output, IJobSerializer serializer) => (_output, _serializer) = (output, serializer);

    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">Its declared type.</typeparam>
    public void Write<T>(T value)
    {
        _scratch ??= new();
        _scratch.ResetWrittenCount();
        _serializer.Write(_scratch, value);
        BinaryPrimitives.WriteInt32LittleEndian(_output.GetSpan(sizeof(int)), _scratch.WrittenCount);
        _output.Advance(sizeof(int));
        _output.Write(_scratch.WrittenSpan);
    }

    /// <summary>Writes where something is found that processes share.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    public void WriteHandle<T>(T? value)
        where T : class, IProcessHandle<T> => Write(value?.Handle);
}

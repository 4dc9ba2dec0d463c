using System.Buffers;

namespace CoroutineDsl.Jobs;

/// <summary>Turns the arguments and the result of a job into bytes and back. Given to the jobs of an assembly by <see cref="JobSerializerAttribute"/>. For any thread.</summary>
public interface IJobSerializer
{
    /// <summary>Writes a value.</summary>
    /// <typeparam name="T">The declared type of the parameter or the result.</typeparam>
    void Write<T>(IBufferWriter<byte> output, T value);

    /// <summary>Reads a value from the bytes that <see cref="Write"/> wrote.</summary>
    /// <typeparam name="T">The declared type of the parameter or the result.</typeparam>
    T Read<T>(ReadOnlySpan<byte> data);
}

namespace CoroutineDsl.Net;

/// <summary>A stream ended before all came that was asked for (asyncio's <c>IncompleteReadError</c>).</summary>
public sealed class IncompleteReadException : EndOfStreamException
{
    internal IncompleteReadException(byte[] partial, int? expected)
        : base(expected is { } count ? $"The stream ended after {partial.Length} of {count} bytes." : $"The stream ended after {partial.Length} bytes, before the separator.")
    {
        Partial = partial;
        Expected = expected;
    }

    /// <summary>What there was.</summary>
    public byte[] Partial { get; }

    /// <summary>How many bytes were asked for; null where a separator was.</summary>
    public int? Expected { get; }
}

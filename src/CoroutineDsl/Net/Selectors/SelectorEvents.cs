namespace CoroutineDsl.Net;

/// <summary>What a socket can be ready for.</summary>
[Flags]
public enum SelectorEvents
{
    /// <summary>Bytes (or a connection, or the end of the stream, or an error) can be read without waiting.</summary>
    Read = 1,

    /// <summary>Bytes can be written without waiting, or a connection attempt has ended.</summary>
    Write = 2,
}

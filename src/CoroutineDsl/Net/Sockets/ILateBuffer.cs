namespace CoroutineDsl.Net;

/// <summary>Memory that is taken only when there is something to receive, so that who waits for it holds none.</summary>
public interface ILateBuffer
{
    /// <summary>Room for at least one byte; <see cref="Received"/> follows, before anything else runs.</summary>
    Span<byte> Open();

    /// <summary>So many bytes have been put there; 0: the room is not needed after all.</summary>
    void Received(int count);
}

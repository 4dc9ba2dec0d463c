namespace CoroutineDsl.Net;

/// <summary>
/// What a hub's selector knows of a socket: who waits for it, and what the last events said. It does not know the socket itself, so that one which nobody uses any more can be collected.
/// </summary>
/// <remarks>
/// The two flags save system calls: a read that did not fill its buffer has emptied the socket, and until the next event there is no need to try again. They may say "ready" wrongly (a try corrects
/// that), never "not ready": an event that comes while nobody waits is remembered here. After a final event nothing further may be announced, so the flag stays.
/// </remarks>
internal sealed class SocketChannel
{
    private bool _isFinal;

    public bool IsReadable { get; private set; } = true;

    public bool IsWritable { get; private set; } = true;

    /// <summary>Who is parked until the socket is readable.</summary>
    public ISocketWait? Reader { get; set; }

    /// <summary>Who is parked until the socket is writable.</summary>
    public ISocketWait? Writer { get; set; }

    /// <summary>Set at each event for reading, for who watches the peer and does not read.</summary>
    public CoEvent? Changed { get; set; }

    public void Ready(SelectorEvents events)
    {
        _isFinal |= (events & Selector.Final) != 0;
        if ((events & SelectorEvents.Read) != 0)
        {
            IsReadable = true;
            Changed?.Set();
            Reader?.Ready();
        }

        if ((events & SelectorEvents.Write) != 0)
        {
            IsWritable = true;
            Writer?.Ready();
        }
    }

    /// <summary>A try would have blocked.</summary>
    public void Exhausted(SelectorEvents direction)
    {
        if (direction == SelectorEvents.Read) IsReadable = false;
        else IsWritable = false;
    }

    /// <summary>A read returned less than there was room for.</summary>
    public void Emptied() => IsReadable = _isFinal;
}

namespace CoroutineDsl.AspNetCore;

/// <summary>How the connections of an ASP.NET Core application run on greenlets.</summary>
public sealed class GreenletTransportOptions
{
    private int _hubCount = 1;

    /// <summary>The hub whose greenlets read and write the connections; it has to run as long as the application does. Null, the default: the transport has its own.</summary>
    public Hub? Hub { get; set; }

    /// <summary>How many hubs, a thread each, the transport has if it has its own. The system deals the connections out among them (SO_REUSEPORT; Linux and macOS). 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int HubCount
    {
        get => _hubCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            _hubCount = value;
        }
    }

    /// <summary>
    /// Whether the application runs on the hub's thread too, right when its request has been read (of HTTP/2, in a greenlet of its own): no change of threads, where handlers are short. A handler that blocks or computes for long then holds up all
    /// connections of the hub. By default it runs on the thread pool.
    /// </summary>
    public bool RunApplicationOnHub { get; set; }

    /// <summary>How many connections may wait to be accepted.</summary>
    public int Backlog { get; set; } = 512;

    /// <summary>How many bytes of a connection may be read ahead of the application; then reading pauses. Null: no bound. 1 MiB by default.</summary>
    public long? MaxReadBufferSize { get; set; } = 1024 * 1024;

    /// <summary>How many bytes of a connection may wait to be written before the application's writes wait. Null: no bound. 64 KiB by default.</summary>
    public long? MaxWriteBufferSize { get; set; } = 64 * 1024;

    /// <summary>Whether an idle connection holds no buffer, at the price of a system call for each read. True by default.</summary>
    public bool WaitForDataBeforeAllocatingBuffer { get; set; } = true;
}

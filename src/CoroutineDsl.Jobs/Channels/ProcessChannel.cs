namespace CoroutineDsl.Jobs;

/// <summary>Bytes in both directions between two processes. On the hub's thread.</summary>
internal abstract partial class ProcessChannel : IDisposable
{
    /// <summary>At least one byte; 0: the peer has closed.</summary>
    public abstract Suspension<int> Receive(Memory<byte> buffer);

    /// <summary>All bytes.</summary>
    public abstract Suspension Send(ReadOnlyMemory<byte> data);

    public abstract void Dispose();

    /// <exception cref="IOException">Nobody listens there.</exception>
    public static Coroutine<ProcessChannel> Connect(ProcessAddress address) => address.IsPipe ? PipeChannel.OpenCoroutine(address) : SocketChannel.OpenCoroutine(address);

    /// <summary>The same for a thread of its own.</summary>
    /// <exception cref="IOException">Nobody listens there.</exception>
    public static Stream ConnectBlocking(ProcessAddress address) => address.IsPipe ? PipeChannel.OpenBlocking(address) : SocketChannel.OpenBlocking(address);

    /// <summary>Whether it says that the peer is gone, or that the channel was closed here.</summary>
    public static bool IsEnd(Exception exception) =>
        exception is IOException or System.Net.Sockets.SocketException or ObjectDisposedException or OperationCanceledException;

    private protected static IOException Gone(Exception inner) => new("The process that listens there has ended, or has closed.", inner);
}

/// <summary>Takes the channels of other processes. On the hub's thread.</summary>
internal abstract class ChannelListener
{
    public bool IsClosed { get; private set; }

    public static ChannelListener Open(ProcessAddress address) => address.IsPipe ? new PipeListener(address) : new SocketListener(address);

    public abstract Suspension<ProcessChannel> Accept();

    public void Close()
    {
        if (IsClosed) return;
        IsClosed = true;
        End();
    }

    private protected abstract void End();
}

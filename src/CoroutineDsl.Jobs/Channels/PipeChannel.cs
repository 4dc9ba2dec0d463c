using System.IO.Pipes;

namespace CoroutineDsl.Jobs;

/// <summary>A named pipe, which only this user can open.</summary>
internal sealed partial class PipeChannel(PipeStream pipe) : ProcessChannel
{
    private const int ConnectMilliseconds = 5000; // a pipe that is not there is waited for

    public override Suspension<int> Receive(Memory<byte> buffer) => Coroutine.Cancellable(token => pipe.ReadAsync(buffer, token));

    public override Suspension Send(ReadOnlyMemory<byte> data) => Coroutine.Cancellable(token => pipe.WriteAsync(data, token));

    public override void Dispose() => pipe.Dispose();

    [Coroutine]
    internal static IEnumerator<Yield<ProcessChannel>> Open(ProcessAddress address)
    {
        var pipe = new NamedPipeClientStream(".", address.PipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var isOpen = false;
        try
        {
            Coroutine.Cancellable(token => pipe.ConnectAsync(ConnectMilliseconds, token)).Await();
            isOpen = true;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or UnauthorizedAccessException)
        {
            throw Gone(exception);
        }
        finally
        {
            if (!isOpen) pipe.Dispose();
        }

        yield return new PipeChannel(pipe);
    }

    internal static Stream OpenBlocking(ProcessAddress address)
    {
        var pipe = new NamedPipeClientStream(".", address.PipeName, PipeDirection.InOut, PipeOptions.CurrentUserOnly);
        try
        {
            pipe.Connect(ConnectMilliseconds);
            return pipe;
        }
        catch (Exception exception) when (exception is IOException or TimeoutException or UnauthorizedAccessException)
        {
            pipe.Dispose();
            throw Gone(exception);
        }
    }
}

/// <summary>The instances of a named pipe: the next is there before one has been given away, so that who connects always finds one.</summary>
internal sealed partial class PipeListener : ChannelListener
{
    private readonly CancellationTokenSource _closing = new();
    private readonly string _name;
    private NamedPipeServerStream _next;

    public PipeListener(ProcessAddress address)
    {
        _name = address.PipeName;
        _next = Create();
    }

    public override Suspension<ProcessChannel> Accept() => AcceptOneCoroutine().AsSuspension();

    private protected override void End()
    {
        _closing.Cancel();
        _next.Dispose();
    }

    private NamedPipeServerStream Create() => new(
        _name, PipeDirection.InOut, NamedPipeServerStream.MaxAllowedServerInstances, PipeTransmissionMode.Byte, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);

    [Coroutine]
    private IEnumerator<Yield<ProcessChannel>> AcceptOne()
    {
        var pipe = _next;
        pipe.WaitForConnectionAsync(_closing.Token).Await();
        _next = Create();
        yield return new PipeChannel(pipe);
    }
}

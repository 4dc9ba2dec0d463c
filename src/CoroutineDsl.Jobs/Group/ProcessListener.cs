using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;

namespace CoroutineDsl.Jobs;

/// <summary>
/// A listening socket that several processes accept from: one port, one backlog. It lives in the process that makes it, which need not accept itself; passed to a job, <see cref="Listen"/> gives the
/// same socket there. While any process has it open, clients that connect wait in its backlog: none is refused where a process ends and another begins.
/// </summary>
/// <remarks>For the hub that made it, which gives it to the others while it runs. Not on Windows.</remarks>
public sealed partial class ProcessListener : IProcessHandle<ProcessListener>, IDisposable
{
    private readonly CoSocket? _socket;
    private readonly ProcessServer? _server;
    private readonly long _number;
    private bool _isDisposed;

    /// <summary>Listens.</summary>
    /// <param name="endPoint">Where; port 0 is any free port, which <see cref="LocalEndPoint"/> tells.</param>
    /// <param name="backlog">How many connections wait at most to be accepted.</param>
    /// <exception cref="SocketException">The address is in use, or not this machine's, or not allowed.</exception>
    /// <exception cref="PlatformNotSupportedException">On Windows.</exception>
    public ProcessListener(EndPoint endPoint, int backlog = 1024)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException("A listening socket cannot be given to another process here. Listen in each process with reusePort.");
        _socket = CoSocket.Listen(endPoint, backlog);
        _server = ProcessServer.Of(Hub.Current);
        _number = _server.Add(Connected);
        Handle = new SharedHandle(_server.Address, _server.Token, _number).ToString();
    }

    private ProcessListener(string handle) => Handle = handle;

    /// <inheritdoc/>
    public string Handle { get; }

    /// <summary>Where it listens; null in another process than the one that made it.</summary>
    public EndPoint? LocalEndPoint => _socket?.LocalEndPoint;

    /// <inheritdoc/>
    public static ProcessListener Open(string handle) => new(handle);

    /// <summary>The socket, for a server in this process: it belongs to the caller.</summary>
    /// <exception cref="IOException">The process that made it has ended, or has disposed of it (from the wait).</exception>
    public Suspension<CoSocket> Listen() => FetchCoroutine().AsSuspension();

    /// <summary>In the process that made it: closes it. Processes that have it open go on with it.</summary>
    public void Dispose()
    {
        if (_isDisposed || _socket is null) return;
        _isDisposed = true;
        _socket.Close();
        _server!.Remove(_number);
    }

    private void Connected(Connection connection, ProcessChannel channel, Purpose purpose)
    {
        try
        {
            if (purpose == Purpose.Descriptor && channel is SocketChannel { Socket: var socket } && !_isDisposed) DescriptorPassing.Send((int)socket.Options.Handle, (int)_socket!.Options.Handle);
        }
        catch (SocketException)
        {
            // who asked is gone
        }
        finally
        {
            connection.Dispose();
        }
    }

    [Coroutine]
    private IEnumerator<Yield<CoSocket>> Fetch()
    {
        var handle = SharedHandle.Parse(Handle);
        int? descriptor;
        try
        {
            using var socket = CoSocket.Connect(new UnixDomainSocketEndPoint(handle.Address.SocketPath)).Await();
            var output = new FrameWriter();
            output.Begin(FrameKind.Hello);
            Hello.Write(output, handle.Token, Purpose.Descriptor, handle.Number);
            output.End();
            socket.SendAll(output.Written).Await();
            socket.WaitReadable().Await();
            descriptor = DescriptorPassing.Receive((int)socket.Options.Handle);
        }
        catch (SocketException exception)
        {
            throw new IOException("The process that listens has ended, or has disposed of the listener.", exception);
        }

        if (descriptor is null) throw new IOException("The process that listens has disposed of the listener.");
        yield return new CoSocket(new Socket(new SafeSocketHandle(descriptor.Value, ownsHandle: true)));
    }
}

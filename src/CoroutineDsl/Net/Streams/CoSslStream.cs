using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>TLS over a socket, by the platform's <see cref="SslStream"/>. It has the socket's verbs; for whatever takes streams there is <see cref="Stream"/>.</summary>
/// <remarks>For the thread of the socket's hub. One greenlet may receive while another sends.</remarks>
public sealed class CoSslStream : IDisposable
{
    private const int BufferSize = 16_384; // a TLS record

    private readonly CoSocket _socket;
    private byte[]? _buffer;
    private Task<int>? _reading;
    private ReadOnlyMemory<byte> _arrived;
    private bool _hasEnded;
    private bool _isReceiving;

    private CoSslStream(CoSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _socket = socket;
        Stream = new(new CoStream(socket));
    }

    /// <summary>The stream: its synchronous members cooperate through the baton, its asynchronous ones are awaited as any task is.</summary>
    public SslStream Stream { get; }

    /// <summary>The socket underneath; for its options and addresses only.</summary>
    public CoSocket Socket => _socket;

    /// <summary>The version that was agreed on.</summary>
    public SslProtocols Protocol => Stream.SslProtocol;

    /// <summary>What was agreed on by ALPN; empty if nothing was.</summary>
    public SslApplicationProtocol ApplicationProtocol => Stream.NegotiatedApplicationProtocol;

    /// <summary>The peer's certificate; null if it showed none.</summary>
    public X509Certificate? RemoteCertificate => Stream.RemoteCertificate;

    /// <summary>The client's side of the handshake.</summary>
    /// <param name="socket">A connected socket. It is the stream's from now on: closed with it, and at once where the handshake fails, is killed or times out.</param>
    /// <param name="host">The server's name, for its certificate.</param>
    /// <param name="timeout">How long it may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <exception cref="AuthenticationException">The server's certificate is not trusted, or they have no protocol in common.</exception>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public static Suspension<CoSslStream> AuthenticateAsClient(CoSocket socket, string host, TimeSpan? timeout = null) =>
        AuthenticateAsClient(socket, new SslClientAuthenticationOptions { TargetHost = host }, timeout);

    /// <summary>As <see cref="AuthenticateAsClient(CoSocket, string, TimeSpan?)"/>, with all options: protocols, ALPN, client certificates, validation.</summary>
    public static Suspension<CoSslStream> AuthenticateAsClient(CoSocket socket, SslClientAuthenticationOptions options, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Authenticate(socket, (ssl, cancellation) => ssl.AuthenticateAsClientAsync(options, cancellation), timeout);
    }

    /// <summary>The server's side of the handshake. Do it in the connection's own greenlet, so that a slow client holds up nobody else.</summary>
    /// <param name="socket">An accepted socket. It is the stream's from now on: closed with it, and at once where the handshake fails, is killed or times out.</param>
    /// <param name="certificate">The server's certificate, with its private key.</param>
    /// <param name="timeout">How long it may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <exception cref="AuthenticationException">The client did not want, or they have no protocol in common.</exception>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public static Suspension<CoSslStream> AuthenticateAsServer(CoSocket socket, X509Certificate2 certificate, TimeSpan? timeout = null) =>
        AuthenticateAsServer(socket, new SslServerAuthenticationOptions { ServerCertificate = certificate }, timeout);

    /// <summary>As <see cref="AuthenticateAsServer(CoSocket, X509Certificate2, TimeSpan?)"/>, with all options: protocols, ALPN, demanding a client certificate.</summary>
    public static Suspension<CoSslStream> AuthenticateAsServer(CoSocket socket, SslServerAuthenticationOptions options, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Authenticate(socket, (ssl, cancellation) => ssl.AuthenticateAsServerAsync(options, cancellation), timeout);
    }

    /// <summary>Receives what has arrived, at least one byte; waits until there is some.</summary>
    /// <inheritdoc cref="CoSocket.Receive(Memory{byte}, TimeSpan?)"/>
    public Suspension<int> Receive(Memory<byte> buffer, TimeSpan? timeout = null)
    {
        _socket.Hub.CheckThread();
        ObjectDisposedException.ThrowIf(_socket.IsClosed, this);
        if (_isReceiving) throw new InvalidOperationException($"{Greenlet.Current.Name} wants to receive on {_socket} while another greenlet is waiting to.");
        if (_arrived.IsEmpty && !_hasEnded)
        {
            _reading ??= Stream.ReadAsync(_buffer ??= new byte[BufferSize]).AsTask();
            if (!_reading.IsCompleted) return Waitables.From(new ReceiveFrame(this, buffer, timeout));
            TakeRead();
        }

        return new(TakeArrived(buffer));
    }

    /// <summary>Sends everything. Where it is killed or times out a part may have been sent, and nothing more can be.</summary>
    /// <inheritdoc cref="CoSocket.SendAll(ReadOnlyMemory{byte}, TimeSpan?)"/>
    public Suspension SendAll(ReadOnlyMemory<byte> buffer, TimeSpan? timeout = null) => TaskWait<bool>.Run(
        _socket.Hub,
        "SendAll",
        async cancellation =>
        {
            await Stream.WriteAsync(buffer, cancellation).ConfigureAwait(false);
            return true;
        },
        timeout);

    /// <summary>Tells the peer that no more comes (close_notify). What the peer sends can still be received.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public Suspension Shutdown(TimeSpan? timeout = null) => TaskWait<bool>.Run(
        _socket.Hub,
        "Shutdown",
        async cancellation =>
        {
            await Stream.ShutdownAsync().WaitAsync(cancellation).ConfigureAwait(false);
            return true;
        },
        timeout);

    /// <summary>Closes the stream and the socket, without a farewell: see <see cref="Shutdown"/>.</summary>
    public void Close()
    {
        _socket.Close();
        Stream.Dispose();
    }

    /// <summary>The same as <see cref="Close"/>.</summary>
    public void Dispose() => Close();

    private static Suspension<CoSslStream> Authenticate(CoSocket socket, Func<SslStream, CancellationToken, Task> handshake, TimeSpan? timeout)
    {
        var stream = new CoSslStream(socket);
        return TaskWait<CoSslStream>.Run(
            socket.Hub,
            "TLS handshake",
            async cancellation =>
            {
                try
                {
                    await handshake(stream.Stream, cancellation).ConfigureAwait(false);
                    return stream;
                }
                catch
                {
                    await stream.Stream.DisposeAsync().ConfigureAwait(false); // and with it the socket, on whichever thread this is
                    throw;
                }
            },
            timeout);
    }

    /// <summary>The read has ended: its bytes have arrived.</summary>
    private void TakeRead()
    {
        var reading = _reading!;
        _reading = null;
        try
        {
            var count = reading.GetAwaiter().GetResult();
            _hasEnded = count == 0;
            _arrived = _buffer.AsMemory(0, count);
        }
        catch (IOException e) when (e.InnerException is SocketException inner)
        {
            throw new SocketException((int)inner.SocketErrorCode, $"Receive: {inner.Message}");
        }
    }

    private int TakeArrived(Memory<byte> buffer)
    {
        var count = Math.Min(buffer.Length, _arrived.Length);
        _arrived[..count].CopyTo(buffer);
        _arrived = _arrived[count..];
        return count;
    }

    /// <summary>Waits for the read into the stream's own buffer. A kill ends the wait and not the read, whose bytes are there for the next who receives.</summary>
    private sealed class ReceiveFrame(CoSslStream stream, Memory<byte> buffer, TimeSpan? timeout) : Coroutine<int>
    {
        public override FrameLocation Location => new($"receive on {stream.Socket}", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                stream._isReceiving = false;
                greenlet.End();
            }
            else
            {
                State = 1;
                Suspension wait = TaskWait<bool>.Run(stream.Socket.Hub, "Receive", _ => stream.WhenRead(), timeout);
                stream._isReceiving = !greenlet.Begin(this, wait);
                if (stream._isReceiving) return false;
            }

            stream.TakeRead();
            Result = stream.TakeArrived(buffer);
            return true;
        }
    }

    private async ValueTask<bool> WhenRead()
    {
        await ((Task)_reading!).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return true;
    }
}

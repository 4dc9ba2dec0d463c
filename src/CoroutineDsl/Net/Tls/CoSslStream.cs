using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// TLS on a socket, by the platform's <see cref="SslStream"/>. From the handshake on the <see cref="Socket"/> itself sends and receives through it, with all it can do; and this is the same as a
/// <see cref="Stream"/>.
/// </summary>
/// <remarks>For the thread of the socket's hub, as the socket is; as a stream for any thread.</remarks>
public sealed partial class CoSslStream : CoStream
{
    private readonly SslStream _ssl;

    internal CoSslStream(CoSocket socket, SslStream ssl)
        : base(socket)
    {
        _ssl = ssl;
    }

    /// <summary>The version that was agreed on.</summary>
    public SslProtocols Protocol => _ssl.SslProtocol;

    /// <summary>The cipher suite that was agreed on.</summary>
    public TlsCipherSuite CipherSuite => _ssl.NegotiatedCipherSuite;

    /// <summary>What was agreed on by ALPN; empty if nothing was.</summary>
    public SslApplicationProtocol ApplicationProtocol => _ssl.NegotiatedApplicationProtocol;

    /// <summary>The name that the client asked for (SNI); empty if it did not say.</summary>
    public string ServerName => _ssl.TargetHostName;

    /// <summary>The peer's certificate; null if it showed none.</summary>
    public X509Certificate? RemoteCertificate => _ssl.RemoteCertificate;

    /// <summary>The client's side of the handshake.</summary>
    /// <param name="socket">A connected socket. Where the handshake fails, is killed or times out, it is closed.</param>
    /// <param name="host">The server's name, for its certificate.</param>
    /// <param name="timeout">How long it may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <exception cref="AuthenticationException">The server's certificate is not trusted, or they have no protocol in common.</exception>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="IOException">The peer ended the connection, or does not speak TLS.</exception>
    public static Suspension<CoSslStream> AuthenticateAsClient(CoSocket socket, string host, TimeSpan? timeout = null) =>
        AuthenticateAsClient(socket, new SslClientAuthenticationOptions { TargetHost = host }, timeout);

    /// <summary>As <see cref="AuthenticateAsClient(CoSocket, string, TimeSpan?)"/>, with all options: protocols, ALPN, client certificates, validation.</summary>
    public static Suspension<CoSslStream> AuthenticateAsClient(CoSocket socket, SslClientAuthenticationOptions options, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Authenticate(socket, (ssl, cancellation) => ssl.AuthenticateAsClientAsync(options, cancellation), timeout);
    }

    /// <summary>The server's side of the handshake. The arithmetic runs on threads of its own, not on the hub. Do it in the connection's own greenlet, so that a slow client holds up nobody else (a <see cref="StreamServer"/> with <see cref="StreamServerOptions.Tls"/> does).</summary>
    /// <param name="socket">An accepted socket. Where the handshake fails, is killed or times out, it is closed.</param>
    /// <param name="certificate">The server's certificate, with its private key.</param>
    /// <param name="timeout">How long it may take at most: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>.</param>
    /// <exception cref="AuthenticationException">The client did not want, or they have no protocol in common.</exception>
    /// <exception cref="SocketException">The connection is broken.</exception>
    /// <exception cref="IOException">The peer ended the connection, or does not speak TLS.</exception>
    public static Suspension<CoSslStream> AuthenticateAsServer(CoSocket socket, X509Certificate2 certificate, TimeSpan? timeout = null) =>
        AuthenticateAsServer(socket, new SslServerAuthenticationOptions { ServerCertificate = certificate }, timeout);

    /// <summary>As <see cref="AuthenticateAsServer(CoSocket, X509Certificate2, TimeSpan?)"/>, with all options: protocols, ALPN, certificates by name (SNI), demanding a client certificate.</summary>
    public static Suspension<CoSslStream> AuthenticateAsServer(CoSocket socket, SslServerAuthenticationOptions options, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Authenticate(socket, (ssl, cancellation) => ssl.AuthenticateAsServerAsync(options, cancellation), timeout);
    }

    /// <summary>The server's side of one handshake of many.</summary>
    internal static Suspension<CoSslStream> AuthenticateAsServer(CoSocket socket, SslServerAuthenticationOptions options, TimeSpan? timeout, ServerHandshakes many) =>
        Waitables.From(new Handshake(socket, (ssl, cancellation) => ssl.AuthenticateAsServerAsync(many.Prepared(options), cancellation), timeout, many).ShakeCoroutine());

    /// <summary>Tells the peer that no more comes (close_notify). What the peer sends can still be received. Closing does it too, where it had not been done.</summary>
    /// <inheritdoc cref="CoSocket.SendAll(ReadOnlyMemory{byte}, TimeSpan?)"/>
    public Suspension Shutdown(TimeSpan? timeout = null)
    {
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(GoodbyeCoroutine(timeout));
    }

    [Coroutine]
    private IEnumerator<Yield> Goodbye(TimeSpan? timeout)
    {
        Socket.Enter();
        ((TlsSocket)Socket.Raw).SayGoodbye();
        Socket.SendAll(ReadOnlyMemory<byte>.Empty, timeout).Await();
        yield break;
    }

    private static Suspension<CoSslStream> Authenticate(CoSocket socket, Func<SslStream, CancellationToken, Task> handshake, TimeSpan? timeout)
    {
        ArgumentNullException.ThrowIfNull(socket);
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(new Handshake(socket, handshake, timeout).ShakeCoroutine());
    }
}

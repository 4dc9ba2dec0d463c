using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CoroutineDsl.Net;

/// <summary>
/// What the handshakes of one server share: a number of places, since each that is under way holds some hundred kilobytes, and what follows from the certificate, which is computed once. A client that lets the server
/// wait for it loses its place, and not its handshake: so those who are silent in the middle do not keep others out.
/// </summary>
internal sealed class ServerHandshakes
{
    private const int Max = 256;
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(250);

    private (X509Certificate2 Certificate, SslStreamCertificateContext Context)? _prepared;

    public CoSemaphore Places { get; } = new(Max, isFair: true);

    public static TimeSpan Shorter(TimeSpan? limit) => limit < s_patience ? limit.Value : s_patience;

    /// <summary>The options, with the chain of the certificate. On a thread for handshakes.</summary>
    public SslServerAuthenticationOptions Prepared(SslServerAuthenticationOptions options)
    {
        if (options.ServerCertificateContext is not null || options.ServerCertificateSelectionCallback is not null || options.ServerCertificate is not X509Certificate2 { HasPrivateKey: true } certificate) return options;
        return new()
        {
            AllowRenegotiation = options.AllowRenegotiation,
            AllowTlsResume = options.AllowTlsResume,
            ApplicationProtocols = options.ApplicationProtocols,
            CertificateChainPolicy = options.CertificateChainPolicy,
            CertificateRevocationCheckMode = options.CertificateRevocationCheckMode,
            CipherSuitesPolicy = options.CipherSuitesPolicy,
            ClientCertificateRequired = options.ClientCertificateRequired,
            EnabledSslProtocols = options.EnabledSslProtocols,
            EncryptionPolicy = options.EncryptionPolicy,
            RemoteCertificateValidationCallback = options.RemoteCertificateValidationCallback,
            ServerCertificateContext = ContextOf(certificate),
        };
    }

    private SslStreamCertificateContext ContextOf(X509Certificate2 certificate)
    {
        lock (Places)
        {
            if (_prepared is { } prepared && ReferenceEquals(prepared.Certificate, certificate)) return prepared.Context;
            var context = SslStreamCertificateContext.Create(certificate, additionalCertificates: null);
            _prepared = (certificate, context);
            return context;
        }
    }
}

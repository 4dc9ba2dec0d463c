using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CoroutineDsl.Tests.Net;

/// <summary>Certificates that vouch for themselves.</summary>
internal static class Certificates
{
    public static readonly X509Certificate2 Localhost = Make("localhost");

    public static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}

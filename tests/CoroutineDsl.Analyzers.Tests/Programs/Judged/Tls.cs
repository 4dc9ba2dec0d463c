// says: secret
namespace Tls;

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Spawn(Serve(listener, certificate));
        using var client = new TcpClient();
        [|client.Connect(IPAddress.Loopback, ((IPEndPoint)listener.LocalEndpoint).Port)|];
        using var tls = new SslStream(client.GetStream(), false, (_, _, _, _) => true);
        [|tls.AuthenticateAsClient("localhost")|];
        var buffer = new byte[6];
        [|tls.ReadExactly(buffer)|];
        Say(System.Text.Encoding.ASCII.GetString(buffer));
        server.Get().Await();
        listener.Stop();
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Serve(TcpListener listener, X509Certificate certificate)
    {
        using var connection = [|listener.AcceptSocket()|];
        using var tls = new SslStream(new NetworkStream(connection));
        [|tls.AuthenticateAsServer(certificate)|];
        [|tls.Write("secret"u8)|];
        [|tls.Flush()|];
        yield break;
    }
}

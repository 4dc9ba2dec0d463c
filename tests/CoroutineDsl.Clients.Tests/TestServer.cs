using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>The server that all clients talk to, on a thread of its own: plain on one port, encrypted on another. Disposing of it asserts that the clients left nothing behind and that nothing was reported.</summary>
public sealed class TestServer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Thread _thread;
    private readonly TaskCompletionSource<(int Plain, int Encrypted)> _ports = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Exception> _reported = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("clients");
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly CancellationTokenSource _end = new();
    private int _left = -1;

    public TestServer()
    {
        File.WriteAllText(CertificatePath, _certificate.ExportCertificatePem());
        File.WriteAllBytes(Path.Combine(_folder.FullName, "file.bin"), [.. Enumerable.Range(0, 1_000_000).Select(i => (byte)(i % 251))]);
        _thread = new(Run) { Name = "server" };
        _thread.Start();
        (Port, EncryptedPort) = _ports.Task.WaitAsync(Patience).GetAwaiter().GetResult();
    }

    public int Port { get; }

    public int EncryptedPort { get; }

    public string Url => $"http://127.0.0.1:{Port}";

    public string EncryptedUrl => $"https://localhost:{EncryptedPort}";

    /// <summary>The certificate that vouches for itself, as PEM.</summary>
    public string CertificatePath => Path.Combine(_folder.FullName, "certificate.pem");

    public void Dispose()
    {
        _end.Cancel();
        Assert.True(_thread.Join(Patience), "the server did not stop");
        _folder.Delete(recursive: true);
        _certificate.Dispose();
        _end.Dispose();
        Assert.Empty(_reported);
        Assert.Equal(0, _left);
    }

    private void Run()
    {
        try
        {
            using var hub = new Hub(new());
            hub.UnhandledException = (_, exception) => _reported.Add(exception);
            var site = new Site(new(_folder.FullName));
            using var plain = new HttpServer(new IPEndPoint(IPAddress.Loopback, 0), exchange => site.Handle(exchange));
            using var encrypted = new HttpServer(new IPEndPoint(IPAddress.Loopback, 0), exchange => site.Handle(exchange), new() { Tls = new() { ServerCertificate = _certificate } });
            plain.Start();
            encrypted.Start();
            _ports.SetResult((((IPEndPoint)plain.LocalEndPoint!).Port, ((IPEndPoint)encrypted.LocalEndPoint!).Port));
            Task.Delay(Timeout.Infinite, _end.Token).ContinueWith(_ => { }, TaskScheduler.Default).Await();
            plain.Stop(Patience).Await();
            encrypted.Stop(Patience).Await();
            _left = plain.ConnectionCount + encrypted.ConnectionCount;
        }
        catch (Exception e)
        {
            _ports.TrySetException(e);
            _reported.Add(e);
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}

using CoroutineDsl.Samples.Tests;
using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>openssl s_client: versions, ciphers, a session that is resumed, and what is no TLS at all.</summary>
public sealed class OpenSslTests : ClientTest
{
    private const string Package = "apt-get install openssl";
    private const string Request = "printf 'GET /hello?a HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\nGET /hello?b HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n'";

    [ClientFact(Package, "openssl", "version")]
    public async Task BothVersionsGetTheirAnswersAndAProperEnd()
    {
        foreach (var version in (string[])["-tls1_2", "-tls1_3"])
        {
            var output = await Talk($"{version} -verify_return_error");
            Assert.Matches("(?s)hello a\n.*Connection: close.*hello b\n", output);
            Assert.Contains("Verification: OK", output, StringComparison.Ordinal);
            Assert.DoesNotMatch("unexpected eof|errno", output);
        }
    }

    [ClientFact(Package, "openssl", "version")]
    public async Task ASessionIsResumed()
    {
        var session = Path.GetTempFileName();
        try
        {
            Assert.Contains("New, TLSv1.3", await Talk($"-tls1_3 -sess_out {session}"), StringComparison.Ordinal);
            Assert.Contains("Reused, TLSv1.3", await Talk($"-tls1_3 -sess_in {session}"), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(session);
        }
    }

    [ClientFact(Package, "openssl", "version")]
    public async Task WhatIsRefusedHarmsNobody()
    {
        var (exitCode, output) = await Programs.Run("bash", "-c", $"{Request} | timeout 60 openssl s_client -connect 127.0.0.1:{Port} -cipher NULL:@SECLEVEL=0 -tls1_2 2>&1");
        Assert.True(exitCode != 0, output);
        Assert.NotEqual(0, (await Programs.Run("curl", "-sS", "-m", "60", $"http://127.0.0.1:{Port}/")).ExitCode);
        Assert.Contains("hello b", await Talk(""), StringComparison.Ordinal);
    }

    private string Port => Server.EncryptedPort.ToString(CultureInfo.InvariantCulture);

    /// <summary>Two requests, and all that comes until the server ends the connection.</summary>
    private async Task<string> Talk(string arguments) =>
        Regex.Replace(await Run("bash", "-c", $"{Request} | timeout 60 openssl s_client -connect 127.0.0.1:{Port} -servername localhost -CAfile {Server.CertificatePath} -ign_eof {arguments} 2>&1"), "\r\n", "\n");
}

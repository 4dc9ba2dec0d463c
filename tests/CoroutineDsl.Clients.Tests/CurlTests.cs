using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>curl, plain and encrypted.</summary>
public sealed class CurlTests : ClientTest
{
    private const string Package = "apt-get install curl";

    [ClientFact(Package, "curl", "-V")]
    public async Task KeepsItsConnectionOverAnswersOfAllKinds()
    {
        foreach (var url in (string[])[Server.Url, Server.EncryptedUrl])
        {
            var output = await Curl("-v", $"{url}/hello?a", $"{url}/pieces", $"{url}/refused", $"{url}/hello?b");
            Assert.Matches("(?s)hello a\n.*1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n.*hello b\n", output);
            Assert.Equal(3, Regex.Count(output, "(?i)Re-?using existing"));
        }
    }

    [ClientFact(Package, "curl", "-V")]
    public async Task SendsBodiesOfAllKinds()
    {
        var (file, answer) = (Path.GetTempFileName(), Path.GetTempFileName());
        try
        {
            await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 3_000_000).Select(i => (byte)i)]);
            foreach (var url in (string[])[Server.Url, Server.EncryptedUrl])
            {
                foreach (var how in (string[][])[[], ["-H", "Expect: 100-continue"], ["-H", "Transfer-Encoding: chunked"], ["-0"], ["-X", "PUT"]])
                {
                    await Curl(["--data-binary", "@" + file, .. how, "-o", answer, $"{url}/echo"]);
                    Assert.Equal(await File.ReadAllBytesAsync(file), await File.ReadAllBytesAsync(answer));
                }
            }
        }
        finally
        {
            File.Delete(file);
            File.Delete(answer);
        }
    }

    [ClientFact(Package, "curl", "-V")]
    public async Task GetsHeadsPartsAndWhatIsNotModified()
    {
        var head = await Curl("-I", $"{Server.Url}/file.bin");
        Assert.Matches("(?s)^HTTP/1.1 200 OK.*Content-Length: 1000000\r\n", head);
        var tag = Regex.Match(head, "ETag: (.*)\r").Groups[1].Value;
        var code = (string[])["-o", "/dev/null", "-w", "%{http_code} %{size_download}"];
        Assert.Equal("206 10", await Curl([.. code, "-r", "5-14", $"{Server.Url}/file.bin"]));
        Assert.Equal("206 7", await Curl([.. code, "-r", "-7", $"{Server.Url}/file.bin"]));
        Assert.Equal("416 0", Regex.Replace(await Curl([.. code, "-r", "1000000-", $"{Server.Url}/file.bin"]), @" \d+", " 0"));
        Assert.Equal("304 0", await Curl([.. code, "-H", $"If-None-Match: {tag}", $"{Server.Url}/file.bin"]));
        Assert.Equal("200 1000000", await Curl([.. code, $"{Server.EncryptedUrl}/file.bin"]));
    }

    [ClientFact(Package, "curl", "-V")]
    public async Task IsNotDisturbedWhereItOffersMore()
    {
        Assert.Equal("hello a\n", await Curl("--http2", $"{Server.Url}/hello?a")); // Upgrade: h2c, which a server may pass over
        Assert.Equal("hello a\n", await Curl("--http2", $"{Server.EncryptedUrl}/hello?a")); // the same by ALPN
        Assert.Equal("hello a\n", await Curl("-0", $"{Server.Url}/hello?a"));
        Assert.Equal("hello a\n", await Curl("--compressed", $"{Server.Url}/hello?a"));
    }

    private async Task<string> Curl(params string[] arguments) => await Run("curl", ["-sS", "-m", "60", "--cacert", Server.CertificatePath, .. arguments]);
}

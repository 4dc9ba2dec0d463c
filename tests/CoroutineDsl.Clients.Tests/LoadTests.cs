using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>The load generators: each counts by itself what went wrong.</summary>
public sealed class LoadTests : ClientTest
{
    [ClientFact("apt-get install wrk", "which", "wrk")]
    public async Task Wrk()
    {
        foreach (var url in (string[])[$"{Server.Url}/hello", $"{Server.Url}/pieces", $"{Server.EncryptedUrl}/hello"])
        {
            var output = await Run("wrk", "-t1", "-c50", "-d1s", url);
            Assert.DoesNotMatch("Socket errors|Non-2xx", output);
            Assert.Matches(@" [1-9]\d* requests in", output);
        }
    }

    [ClientFact("apt-get install apache2-utils", "ab", "-V")]
    public async Task Ab()
    {
        var body = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(body, new string('a', 10_000));
            foreach (var how in (string[][])[["-k", $"{Server.Url}/hello"], [$"{Server.Url}/hello"], ["-k", "-p", body, $"{Server.Url}/echo"], ["-k", "-i", $"{Server.Url}/hello"], ["-k", $"{Server.EncryptedUrl}/hello"]])
            {
                var output = await Run("ab", ["-q", "-n", "500", "-c", "20", .. how]);
                Assert.Matches(@"Complete requests: +500\n", output);
                Assert.Matches(@"Failed requests: +0\n", output);
                Assert.DoesNotContain("Non-2xx", output, StringComparison.Ordinal);
                if (how[0] == "-k") Assert.True(Regex.IsMatch(output, @"Keep-Alive requests: +500\n"), string.Join(" ", how) + output);
            }
        }
        finally
        {
            File.Delete(body);
        }
    }

    [ClientFact("apt-get install nghttp2-client", "h2load", "--version")]
    public async Task H2load()
    {
        foreach (var url in (string[])[$"{Server.Url}/hello", $"{Server.Url}/pieces", $"{Server.Url}/file.bin", $"{Server.EncryptedUrl}/hello"])
        {
            var output = await Run("h2load", "--h1", "-n500", "-c20", url);
            Assert.True(Regex.IsMatch(output, "500 done, 500 succeeded, 0 failed, 0 errored, 0 timeout"), output);
        }
    }
}

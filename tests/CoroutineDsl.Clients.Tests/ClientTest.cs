using CoroutineDsl.Samples.Tests;

using System.Globalization;
using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>A server, and a client's program that drives it and checks the answers itself.</summary>
public abstract class ClientTest : IDisposable
{
    private protected TestServer Server { get; } = new();

    public void Dispose()
    {
        Server.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "clients", name);

    /// <summary>Runs a program that ends well.</summary>
    /// <returns>What it printed.</returns>
    private protected static async Task<string> Run(string program, params string[] arguments)
    {
        var (exitCode, output) = await Programs.Run(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {exitCode}: {output}");
        return output;
    }

    /// <summary>Runs a script that is told the ports and the certificate, and says "ok" where every answer was right.</summary>
    private protected async Task RunScript(string program, params string[] arguments)
    {
        string[] places = [Server.Port.ToString(CultureInfo.InvariantCulture), Server.EncryptedPort.ToString(CultureInfo.InvariantCulture), Server.CertificatePath];
        Assert.Equal("ok\n", await Run(program, [.. arguments, .. places]));
    }
}

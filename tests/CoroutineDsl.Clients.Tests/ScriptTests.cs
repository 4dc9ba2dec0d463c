using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>The clients of other languages, each with a program that checks its answers.</summary>
public sealed class ScriptTests : ClientTest
{
    /// <summary>The interpreter of the distribution's packages, which may not be the first in the path.</summary>
    private const string Python = "/usr/bin/python3";

    [ClientFact("apt-get install python3-aiohttp", Python, "-c", "import aiohttp")]
    public Task Aiohttp() => RunScript(Python, Script("aiohttp_client.py"));

    [ClientFact("apt-get install python3-websockets", Python, "-c", "import websockets")]
    public Task PythonsWebsockets() => RunScript(Python, Script("websockets_client.py"));

    /// <summary>Undici is what its fetch is made of.</summary>
    [ClientFact("apt-get install nodejs, of version 18 or later", "node", "-e", "fetch.name")]
    public Task NodesHttpAndFetch() => RunScript("env", $"NODE_EXTRA_CA_CERTS={Server.CertificatePath}", "node", Script("node_client.mjs"));

    [ClientFact("npm install undici, its folder in NODE_PATH", "node", "-e", "require('undici')")]
    public Task Undici() => RunScript("node", Script("undici_client.cjs"));

    [ClientFact("npm install ws, its folder in NODE_PATH", "node", "-e", "require('ws')")]
    public Task NodesWs() => RunScript("node", Script("ws_client.cjs"));

    [ClientFact("apt-get install default-jdk-headless", "javac", "-version")]
    public Task JavasHttpClient() => RunScript("java", Script("Client.java"));

    [ClientFact("apt-get install golang-go", "go", "version")]
    public Task GosNetHttp() => RunScript("go", "run", Script("client.go"));
}

using Xunit;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>The real servers: started by <c>.ci/run</c>, or by <c>servers.sh start FOLDER</c>, which tells where they are.</summary>
internal static class Servers
{
    public const string Postgres = "COROUTINEDSL_POSTGRES";
    public const string Redis = "COROUTINEDSL_REDIS";
    public const string MariaDb = "COROUTINEDSL_MARIADB";
    public const string RabbitMq = "COROUTINEDSL_RABBITMQ";

    public static string Of(string server) =>
        Environment.GetEnvironmentVariable(server) ?? throw new InvalidOperationException($"{server} does not say where the server is: tests/CoroutineDsl.Ecosystem.Tests/servers.sh starts one.");

    /// <summary>Why a test cannot run; null: it can, or has to.</summary>
    public static string? Missing(string server) =>
        Environment.GetEnvironmentVariable(server) is null && Environment.GetEnvironmentVariable("COROUTINEDSL_SERVERS_REQUIRED") is null
            ? $"There is no server: {server} is not set (servers.sh start FOLDER starts one)."
            : null;
}

/// <summary>A test that needs a server, skipped where there is none; with COROUTINEDSL_SERVERS_REQUIRED, which <c>.ci/run</c> sets, it fails there.</summary>
public sealed class ServerFactAttribute : FactAttribute
{
    public ServerFactAttribute(string server)
    {
        Skip = Servers.Missing(server);
        Timeout = 300_000;
    }
}

/// <inheritdoc cref="ServerFactAttribute"/>
public sealed class ServerTheoryAttribute : TheoryAttribute
{
    public ServerTheoryAttribute(string server)
    {
        Skip = Servers.Missing(server);
        Timeout = 300_000;
    }
}

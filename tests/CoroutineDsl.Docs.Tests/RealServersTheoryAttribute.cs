using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>
/// Talks to the servers that <c>tests/CoroutineDsl.Ecosystem.Tests/servers.sh</c> starts. It is skipped where they are not said to run; with COROUTINEDSL_SERVERS_REQUIRED, which <c>.ci/run</c> sets, it fails there.
/// </summary>
public sealed class RealServersTheoryAttribute : TheoryAttribute
{
    public RealServersTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("COROUTINEDSL_POSTGRES") is null && Environment.GetEnvironmentVariable("COROUTINEDSL_SERVERS_REQUIRED") is null)
            Skip = "There are no servers: COROUTINEDSL_POSTGRES is not set (servers.sh start FOLDER starts them).";
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>A PostgreSQL server of the tests' own: on loopback, on a free port, with its data in a temporary folder. It ends with the tests.</summary>
internal sealed class PostgresServer
{
    private static readonly Lazy<PostgresServer?> First = new(() => Programs is null ? null : new(Programs));

    private readonly string _programs;
    private readonly string _folder = Directory.CreateTempSubdirectory("coroutinedsl-postgres").FullName;
    private readonly int _port;
    private Process? _watch;

    private PostgresServer(string programs)
    {
        _programs = programs;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            _port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        if (IsRoot) Run("chown", "postgres", _folder);
        RunAsServer("initdb", "-D", Data, "-A", "trust", "-U", "postgres", "--no-sync");
        Start();
        EndWithTests();
    }

    /// <summary>The one of all tests; null where PostgreSQL is not installed.</summary>
    public static PostgresServer? Shared => First.Value;

    public static bool IsInstalled => Programs is not null;

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres;Maximum Pool Size=50";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Debian keeps the programs of each version in a folder of its own.</summary>
    private static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetFiles("/usr/lib/postgresql", "initdb", SearchOption.AllDirectories).Select(Path.GetDirectoryName).FirstOrDefault()
        : null;

    private static bool IsRoot => Environment.UserName == "root";

    /// <summary>Ends all connections at once and comes back.</summary>
    public void Restart()
    {
        RunAsServer("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        Start();
    }

    private void Start() => RunAsServer(
        "pg_ctl", "-D", Data, "-w", "-t", "120", "-l", Path.Combine(_folder, "log"),
        "-o", $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c max_connections=200", "start");

    /// <summary>A shell waits for the end of this process, in whatever way that ends, and stops the server then.</summary>
    private void EndWithTests()
    {
        var user = IsRoot ? "runuser -u postgres -- " : "";
        var start = new ProcessStartInfo("setsid") { RedirectStandardInput = true, WorkingDirectory = "/" };
        start.ArgumentList.Add("sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"read nothing; {user}'{Path.Combine(_programs, "pg_ctl")}' -D '{Data}' -m immediate -w stop >/dev/null 2>&1; rm -rf '{_folder}'");
        _watch = Process.Start(start); // its input is open for as long as this process is
    }

    private void RunAsServer(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        if (IsRoot) Run("runuser", ["-u", "postgres", "--", path, .. arguments]); // it does not run as root
        else Run(path, arguments);
    }

    private static void Run(string program, params string[] arguments)
    {
        // a server would inherit redirected streams and keep them open
        var start = new ProcessStartInfo(program) { WorkingDirectory = "/", RedirectStandardInput = true };
        start.ArgumentList.Clear();
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
    }
}

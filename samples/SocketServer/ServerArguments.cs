using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace SocketServer;

/// <summary>What the command line says.</summary>
internal sealed record ServerArguments
{
    private const string Help = """
        A TCP server on greenlets: echoes what each client sends.

        usage: SocketServer [options]
          --host ADDRESS           the address to listen on (127.0.0.1)
          --port N                 the port; 0 takes a free one (8001)
          --port-from-env          the port from the environment variable PORT
          --mode echo|upper        send back what came, or its upper case (echo)
          --max-connections N      how many clients at once; more wait to be accepted (no bound)
          --quiet                  do not log connections
          --help                   this text
        """;

    public IPAddress Host { get; private init; } = IPAddress.Loopback;

    public int Port { get; private init; } = 8001;

    public string Mode { get; private init; } = "echo";

    public int? MaxConnections { get; private init; }

    public bool IsQuiet { get; private init; }

    public int ExitCode { get; private init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out ServerArguments arguments)
    {
        arguments = new ServerArguments();
        for (var i = 0; i < args.Length; i++)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            switch (args[i])
            {
                case "--help" or "-h":
                    Console.WriteLine(Help);
                    return false;
                case "--quiet":
                    arguments = arguments with { IsQuiet = true };
                    continue;
                case "--port-from-env" when int.TryParse(Environment.GetEnvironmentVariable("PORT"), out var port):
                    arguments = arguments with { Port = port };
                    continue;
                case "--host" when IPAddress.TryParse(value, out var host):
                    arguments = arguments with { Host = host };
                    break;
                case "--port" when int.TryParse(value, out var port) && port is >= 0 and <= 65535:
                    arguments = arguments with { Port = port };
                    break;
                case "--mode" when value is "echo" or "upper":
                    arguments = arguments with { Mode = value };
                    break;
                case "--max-connections" when int.TryParse(value, out var most) && most > 0:
                    arguments = arguments with { MaxConnections = most };
                    break;
                default:
                    Console.Error.WriteLine($"not understood: {args[i]} {value}\n\n{Help}");
                    arguments = arguments with { ExitCode = 2 };
                    return false;
            }

            i++;
        }

        return true;
    }
}

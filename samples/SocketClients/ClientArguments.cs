using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace SocketClients;

/// <summary>What the command line says.</summary>
internal sealed record ClientArguments
{
    private const string Help = """
        Many concurrent clients for the SocketServer sample; checks every reply.

        usage: SocketClients [options]
          --host ADDRESS    the server's address (127.0.0.1)
          --port N          the server's port (8001)
          --clients N       how many at once (100)
          --messages N      how many messages each (100)
          --help            this text
        """;

    public IPAddress Host { get; private init; } = IPAddress.Loopback;

    public int Port { get; private init; } = 8001;

    public int Clients { get; private init; } = 100;

    public int Messages { get; private init; } = 100;

    public int ExitCode { get; private init; }

    public static bool TryParse(string[] args, [NotNullWhen(true)] out ClientArguments arguments)
    {
        arguments = new ClientArguments();
        for (var i = 0; i < args.Length; i += 2)
        {
            var value = i + 1 < args.Length ? args[i + 1] : null;
            var isNumber = int.TryParse(value, out var number) && number > 0;
            switch (args[i])
            {
                case "--help" or "-h":
                    Console.WriteLine(Help);
                    return false;
                case "--host" when IPAddress.TryParse(value, out var host):
                    arguments = arguments with { Host = host };
                    break;
                case "--port" when isNumber && number <= 65535:
                    arguments = arguments with { Port = number };
                    break;
                case "--clients" when isNumber:
                    arguments = arguments with { Clients = number };
                    break;
                case "--messages" when isNumber:
                    arguments = arguments with { Messages = number };
                    break;
                default:
                    Console.Error.WriteLine($"not understood: {args[i]} {value}\n\n{Help}");
                    arguments = arguments with { ExitCode = 2 };
                    return false;
            }
        }

        return true;
    }
}

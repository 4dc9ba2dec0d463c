using System.Net.Sockets;
using System.Text;

namespace CoroutineDsl.Tool.Top;

/// <summary>The line protocol of a program's monitor: a command a line, an answer that ends with an empty line.</summary>
internal sealed class MonitorConnection : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private MonitorConnection(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, Encoding.UTF8);
    }

    private static string Folder => Path.Combine(Path.GetTempPath(), $"coroutinedsl-{Environment.UserName}");

    /// <summary>Connects to the program with a process id or the socket with a path; without either to the only program that has a monitor.</summary>
    /// <exception cref="TopException">There is none, or there are several.</exception>
    public static MonitorConnection Open(string? target)
    {
        var path = target switch
        {
            null => Only(),
            _ when int.TryParse(target, out var process) => Path.Combine(Folder, $"{process}.sock"),
            _ => target,
        };
        return TryConnect(path) ?? throw new TopException($"There is no monitor at {path}. The program starts one with HubMonitor.Start().");
    }

    /// <exception cref="TopException">The program has gone.</exception>
    public string Ask(string command)
    {
        try
        {
            _stream.Write(Encoding.UTF8.GetBytes(command.ReplaceLineEndings(" ") + "\n"));
            var text = new StringBuilder();
            while (_reader.ReadLine() is { } line)
            {
                if (line.Length == 0) return text.ToString();
                text.Append(line).Append('\n');
            }
        }
        catch (IOException)
        {
            // as where the stream has ended
        }

        throw new TopException("The program has gone.");
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    /// <summary>Takes away the sockets of programs that have ended without doing so.</summary>
    internal static void RemoveStale(string folder)
    {
        foreach (var path in Directory.GetFiles(folder, "*.sock"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(path).Split('-')[0], out var process) && !IsProcess(process) && !IsAlive(path)) File.Delete(path);
        }
    }

    private static string Only()
    {
        if (Directory.Exists(Folder)) RemoveStale(Folder);
        var all = Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*.sock") : [];
        string[] alive = [.. all.Where(IsAlive)];
        return alive switch
        {
            [var only] => only,
            [] => throw new TopException("No program of yours has a monitor. A program starts one with HubMonitor.Start()."),
            _ => throw new TopException($"Several programs have a monitor: {string.Join(", ", alive.Select(Path.GetFileNameWithoutExtension))}. Say which: coro top PID, coro ask PID COMMAND"),
        };
    }

    private static bool IsProcess(int id)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsAlive(string path)
    {
        using var connection = TryConnect(path);
        return connection is not null;
    }

    private static MonitorConnection? TryConnect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new MonitorConnection(socket);
        }
        catch (Exception exception) when (exception is SocketException or ArgumentException)
        {
            socket.Dispose();
            return null;
        }
    }
}

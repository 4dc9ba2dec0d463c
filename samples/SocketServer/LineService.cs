using System.Net;
using System.Net.Sockets;
using CoroutineDsl;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace SocketServer;

/// <summary>The server: accepts, and runs one <see cref="Talk"/> a connection. All counters are plain fields, since everything here runs one at a time.</summary>
internal sealed partial class LineService
{
    private readonly ServerArguments _arguments;
    private readonly StreamServer _server;
    private long _messages;
    private long _bytes;
    private int _open;
    private long _served;

    public LineService(ServerArguments arguments)
    {
        _arguments = arguments;
        _server = new StreamServer(new IPEndPoint(arguments.Host, arguments.Port), conn => Talk(conn), new StreamServerOptions { PoolSize = arguments.MaxConnections });
    }

    public EndPoint LocalEndPoint => _server.LocalEndPoint!;

    public string Totals => $"{_served} connections, {_messages} messages, {_bytes} bytes";

    public void Start() => _server.Start();

    public Suspension Stop(TimeSpan timeout) => _server.Stop(timeout);

    /// <summary>One client's conversation.</summary>
    [Coroutine]
    private IEnumerator<Yield> Talk(CoSocket conn)
    {
        var peer = conn.RemoteEndPoint;
        var buffer = new byte[4096];
        var messages = 0;
        _open++;
        Log($"+ {peer} ({_open} open)");
        try
        {
            while (true)
            {
                int n = conn.Receive(buffer).Await();
                if (n == 0) break;
                if (_arguments.Mode == "upper") ToUpper(buffer.AsSpan(0, n));
                conn.SendAll(buffer.AsMemory(0, n)).Await();
                messages++;
                _messages++;
                _bytes += n;
            }
        }
        catch (SocketException e)
        {
            Log($"! {peer}: {e.SocketErrorCode}");
        }
        finally
        {
            conn.Close();
            _open--;
            _served++;
            Log($"- {peer} after {messages} messages ({_open} open)");
        }

        yield break;
    }

    /// <summary>Once a second: how busy it is.</summary>
    [Coroutine]
    public IEnumerator<Yield> ShowStatus()
    {
        var before = 0L;
        while (true)
        {
            yield return Sleep(TimeSpan.FromSeconds(1));
            Console.Write($"\r{_open} connections, {_messages - before} messages/s, {Hub.Current.Count} greenlets   ");
            before = _messages;
        }
    }

    private void Log(string line)
    {
        if (!_arguments.IsQuiet) Console.WriteLine(line);
    }

    private static void ToUpper(Span<byte> text)
    {
        foreach (ref var b in text)
        {
            if (b is >= (byte)'a' and <= (byte)'z') b -= 32;
        }
    }
}

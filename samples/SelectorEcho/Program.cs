using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;

// An echo server written directly on a selector, with callbacks: no hub, no greenlets. The same as the example of Python's selectors module.
//     dotnet run --project samples/SelectorEcho -c Release [port]

var port = 8002;
if (args is [var given, ..] && !int.TryParse(given, out port))
{
    Console.WriteLine("usage: SelectorEcho [port]");
    return given is "--help" or "-h" ? 0 : 2;
}

using var selector = Selector.Default();
using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
listener.Listen();
listener.Blocking = false;
selector.Register(listener, SelectorEvents.Read, (Action<SelectorKey, SelectorEvents>)Accept);

var isStopping = false;
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    isStopping = true;
    selector.Wake();
};

Console.WriteLine($"{selector.GetType().Name} serves on {listener.LocalEndPoint}; Ctrl-C stops");
while (!isStopping)
{
    foreach (var (key, events) in selector.Select())
    {
        // a callback may have unregistered a socket that comes later in the list
        if (selector.Map.ContainsKey(key.Socket)) ((Action<SelectorKey, SelectorEvents>)key.Data!)(key, events);
    }
}

foreach (var socket in selector.Map.Keys.ToList()) socket.Dispose();
return 0;

void Accept(SelectorKey key, SelectorEvents events)
{
    Socket socket;
    try
    {
        socket = key.Socket.Accept();
    }
    catch (SocketException)
    {
        return; // it was gone before it was accepted
    }

    socket.Blocking = false;
    socket.NoDelay = true;
    Console.WriteLine($"{socket.RemoteEndPoint} connected");
    selector.Register(socket, SelectorEvents.Read, (Action<SelectorKey, SelectorEvents>)new Connection(selector, socket).Ready);
}

/// <summary>What a connection has received and could not send yet.</summary>
internal sealed class Connection(Selector selector, Socket socket)
{
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    public void Ready(SelectorKey key, SelectorEvents events)
    {
        if (_start == _end && !Receive()) return;
        Send();
    }

    private bool Receive()
    {
        _start = 0;
        _end = socket.Receive(_buffer, 0, _buffer.Length, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            _end = 0;
            return false;
        }

        if (error == SocketError.Success && _end > 0) return true;
        Close();
        return false;
    }

    private void Send()
    {
        var sent = socket.Send(_buffer, _start, _end - _start, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            Close();
            return;
        }

        _start += sent;
        // while something is left, wait for room and not for more
        var wanted = _start == _end ? SelectorEvents.Read : SelectorEvents.Write;
        if (selector.Map[socket].Events != wanted) selector.Modify(socket, wanted, selector.Map[socket].Data);
    }

    private void Close()
    {
        Console.WriteLine($"{socket.RemoteEndPoint} left");
        selector.Unregister(socket);
        socket.Close();
    }
}

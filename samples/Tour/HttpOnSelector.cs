// The same HTTP server with callbacks on a selector: no hub and no greenlets, and the state of each conversation kept by hand.
// Python: the selectors module; gevent.selectors.
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;

namespace Tour;

static class HttpOnSelector
{
    sealed class Connection(Selector selector, Socket socket)
    {
        readonly byte[] _buffer = new byte[8192];
        int _filled;
        byte[] _answer = [];
        int _sent;

        public void Ready(SelectorEvents events)
        {
            if (events.HasFlag(SelectorEvents.Read)) Read();
            else Write();
        }

        void Read()
        {
            var count = socket.Receive(_buffer.AsSpan(_filled), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock) return;
            if (count == 0)
            {
                selector.Unregister(socket);
                socket.Close();
                return;
            }

            _filled += count;
            if (_buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8) is not (>= 0 and var end)) return;
            _answer = Answer(Encoding.ASCII.GetString(_buffer, 0, end).Split(' ')[1]);
            _sent = 0;
            _buffer.AsSpan(end + 4, _filled - end - 4).CopyTo(_buffer);
            _filled -= end + 4;
            selector.Modify(socket, SelectorEvents.Write, this);
        }

        void Write()
        {
            _sent += socket.Send(_answer.AsSpan(_sent), SocketFlags.None, out _);
            if (_sent == _answer.Length) selector.Modify(socket, SelectorEvents.Read, this);
        }
    }

    static byte[] Answer(string target)
    {
        var (status, body) = target == "/" ? ("200 OK", "hello, world\n") : ("404 Not Found", $"there is no {target}\n");
        return Encoding.UTF8.GetBytes($"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    static void Serve(Selector selector, Socket listener, Task clients)
    {
        selector.Register(listener, SelectorEvents.Read);
        while (!clients.IsCompleted)
        {
            foreach (var (key, events) in selector.Select())
            {
                if (key.Data is Connection connection)
                {
                    connection.Ready(events);
                    continue;
                }

                var socket = listener.Accept();
                socket.Blocking = false;
                selector.Register(socket, SelectorEvents.Read, new Connection(selector, socket));
            }
        }
    }

    static async Task Browse(EndPoint server, params string[] targets)
    {
        using var http = new HttpClient();
        foreach (var target in targets)
        {
            using var response = await http.GetAsync($"http://{server}{target}");
            Console.Write($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        }
    }

    public static void Main()
    {
        using var selector = Selector.Default();
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();

        var clients = Browse(listener.LocalEndPoint!, "/", "/elsewhere");
        clients.ContinueWith(_ => selector.Wake());
        Serve(selector, listener, clients);
    }
}

// Output:
// 200 hello, world
// 404 there is no /elsewhere

using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Monitor;

/// <summary>A server with a thread a connection: few connections, and none of them may depend on a hub or on the thread pool.</summary>
internal sealed class BlockingServer : IDisposable
{
    private const int MaxConnections = 64;

    /// <summary>For how long a client may leave what it is sent unread.</summary>
    private const int SendTimeout = 10_000;

    private readonly Socket _listener;
    private readonly Action<Socket> _serve;
    private readonly string _name;
    private readonly HashSet<Socket> _connections = [];
    private bool _isDisposed;

    private BlockingServer(Socket listener, string name, Action<Socket> serve)
    {
        _listener = listener;
        _serve = serve;
        _name = name;
    }

    public EndPoint LocalEndPoint => _listener.LocalEndPoint!;

    public static BlockingServer Listen(EndPoint endPoint, string name, Action<Socket> serve)
    {
        var listener = new Socket(endPoint.AddressFamily, SocketType.Stream, endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            listener.Bind(endPoint);
            listener.Listen();
        }
        catch (Exception)
        {
            listener.Dispose();
            throw;
        }

        var server = new BlockingServer(listener, name, serve);
        server.StartThread(server.Accept, name);
        return server;
    }

    public void Dispose()
    {
        lock (_connections)
        {
            _isDisposed = true;
            foreach (var connection in _connections) connection.Dispose();
        }

        _listener.Dispose();
    }

    private void Accept()
    {
        while (true)
        {
            try
            {
                var connection = _listener.Accept();
                connection.SendTimeout = SendTimeout;
                lock (_connections)
                {
                    if (_isDisposed || _connections.Count >= MaxConnections)
                    {
                        connection.Dispose();
                        continue;
                    }

                    _connections.Add(connection);
                }

                StartThread(() => Serve(connection), _name);
            }
            catch (Exception) when (Volatile.Read(ref _isDisposed))
            {
                return;
            }
            catch (SocketException)
            {
                Thread.Sleep(100); // out of descriptors, for instance
            }
        }
    }

    private void Serve(Socket connection)
    {
        try
        {
            _serve(connection);
        }
        catch (Exception)
        {
            // the client went away, or the monitor or a hub was disposed of. Whatever it is, it ends this connection and not the program that is looked at
        }
        finally
        {
            lock (_connections) _connections.Remove(connection);
            connection.Dispose();
        }
    }

    private void StartThread(Action work, string name) => new Thread(() => work()) { IsBackground = true, Name = $"CoroutineDsl {name}" }.UnsafeStart();
}

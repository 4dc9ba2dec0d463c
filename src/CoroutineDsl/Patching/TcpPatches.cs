using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="TcpClient"/> and <see cref="TcpListener"/>.</summary>
public static class TcpPatches
{
    /// <inheritdoc cref="TcpClient.Connect(IPEndPoint)"/>
    /// <inheritdoc cref="SocketPatches.CoConnect(Socket, EndPoint)" path="/remarks"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this TcpClient client, IPEndPoint remoteEP) =>
        Call.Of((client, remoteEP), static (s, token) => !UnblockedCall.Is(s.client.Client) ? s.client.ConnectAsync(s.remoteEP, token) : UnblockedCall.Do(s, static s => s.client.Connect(s.remoteEP)), "TcpClient.Connect");

    /// <inheritdoc cref="TcpClient.Connect(IPAddress, int)"/>
    /// <inheritdoc cref="SocketPatches.CoConnect(Socket, EndPoint)" path="/remarks"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this TcpClient client, IPAddress address, int port) =>
        Call.Of((client, address, port), static (s, token) => !UnblockedCall.Is(s.client.Client) ? s.client.ConnectAsync(s.address, s.port, token) : UnblockedCall.Do(s, static s => s.client.Connect(s.address, s.port)), "TcpClient.Connect");

    /// <inheritdoc cref="TcpClient.Connect(string, int)"/>
    /// <inheritdoc cref="SocketPatches.CoConnect(Socket, EndPoint)" path="/remarks"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this TcpClient client, string hostname, int port) =>
        Call.Of((client, hostname, port), static (s, token) => !UnblockedCall.Is(s.client.Client) ? s.client.ConnectAsync(s.hostname, s.port, token) : UnblockedCall.DoElsewhere(s, static s => s.client.Connect(s.hostname, s.port)), "TcpClient.Connect");

    /// <inheritdoc cref="TcpClient.Connect(IPAddress[], int)"/>
    /// <inheritdoc cref="SocketPatches.CoConnect(Socket, EndPoint)" path="/remarks"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Suspension CoConnect(this TcpClient client, IPAddress[] ipAddresses, int port) =>
        Call.Of((client, ipAddresses, port), static (s, token) => !UnblockedCall.Is(s.client.Client) ? s.client.ConnectAsync(s.ipAddresses, s.port, token) : UnblockedCall.Do(s, static s => s.client.Connect(s.ipAddresses, s.port)), "TcpClient.Connect");

    /// <inheritdoc cref="TcpClient(string, int)"/>
    /// <remarks>A wait that is given up leaves no connection: one that was made all the same is disposed of.</remarks>
    [Acquires, Patches(typeof(TcpClient), ".ctor", Area = Patch.Socket)]
    public static Suspension<TcpClient> Connected(string hostname, int port) =>
        Call.Of((hostname, port), static (s, token) => Made(s.hostname, s.port, token), Call.Dispose, what: "TcpClient.Connect");

    /// <inheritdoc cref="TcpListener.AcceptTcpClient()"/>
    /// <inheritdoc cref="SocketPatches.CoAccept(Socket)" path="/remarks"/>
    [Acquires, Patches(typeof(TcpListener), nameof(TcpListener.AcceptTcpClient), Area = Patch.Socket)]
    public static Suspension<TcpClient> CoAcceptTcpClient(this TcpListener listener) => Call.Of(
        listener,
        static (l, token) => LateClients.Take(l.Server) is { } client ? new(new TcpClient { Client = client }) : UnblockedCall.Is(l.Server) ? new(l.AcceptTcpClient()) : l.AcceptTcpClientAsync(token),
        static (l, client) => LateClients.Keep(l.Server, client.Client),
        reusesToken: true,
        closed: SocketError.Interrupted,
        what: "TcpListener.AcceptTcpClient");

    /// <inheritdoc cref="TcpListener.AcceptSocket()"/>
    /// <inheritdoc cref="SocketPatches.CoAccept(Socket)" path="/remarks"/>
    [Acquires, Patches(typeof(TcpListener), nameof(TcpListener.AcceptSocket), Area = Patch.Socket)]
    public static Suspension<Socket> CoAcceptSocket(this TcpListener listener) => Call.Of(
        listener,
        static (l, token) => LateClients.Take(l.Server) is { } client ? new(client) : UnblockedCall.Is(l.Server) ? new(l.AcceptSocket()) : l.AcceptSocketAsync(token),
        static (l, client) => LateClients.Keep(l.Server, client),
        reusesToken: true,
        closed: SocketError.Interrupted,
        what: "TcpListener.AcceptSocket");

    private static async ValueTask<TcpClient> Made(string hostname, int port, CancellationToken token)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(hostname, port, token).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}

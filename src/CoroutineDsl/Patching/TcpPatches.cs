using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="TcpClient"/> and <see cref="TcpListener"/>.</summary>
public static class TcpPatches
{
    /// <inheritdoc cref="TcpClient.Connect(IPEndPoint)"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this TcpClient client, IPEndPoint remoteEP) => client.ConnectAsync(remoteEP);

    /// <inheritdoc cref="TcpClient.Connect(IPAddress, int)"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this TcpClient client, IPAddress address, int port) => client.ConnectAsync(address, port);

    /// <inheritdoc cref="TcpClient.Connect(string, int)"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this TcpClient client, string hostname, int port) => client.ConnectAsync(hostname, port);

    /// <inheritdoc cref="TcpClient.Connect(IPAddress[], int)"/>
    [Patches(typeof(TcpClient), nameof(TcpClient.Connect), Area = Patch.Socket)]
    public static Task CoConnect(this TcpClient client, IPAddress[] ipAddresses, int port) => client.ConnectAsync(ipAddresses, port);

    /// <inheritdoc cref="TcpClient(string, int)"/>
    [Patches(typeof(TcpClient), ".ctor", Area = Patch.Socket)]
    public static Task<TcpClient> Connected(string hostname, int port) => Made(hostname, port);

    /// <inheritdoc cref="TcpListener.AcceptTcpClient()"/>
    [Patches(typeof(TcpListener), nameof(TcpListener.AcceptTcpClient), Area = Patch.Socket)]
    public static Task<TcpClient> CoAcceptTcpClient(this TcpListener listener) => listener.AcceptTcpClientAsync();

    /// <inheritdoc cref="TcpListener.AcceptSocket()"/>
    [Patches(typeof(TcpListener), nameof(TcpListener.AcceptSocket), Area = Patch.Socket)]
    public static Task<Socket> CoAcceptSocket(this TcpListener listener) => listener.AcceptSocketAsync();

    private static async Task<TcpClient> Made(string hostname, int port)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync(hostname, port).ConfigureAwait(false);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }
}

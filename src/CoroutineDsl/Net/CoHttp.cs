namespace CoroutineDsl.Net;

/// <summary>The framework's HTTP client over the sockets of a hub: thousands of greenlets wait for answers, and no thread does.</summary>
public static class CoHttp
{
    /// <summary>
    /// A handler for <see cref="HttpClient"/> whose connections belong to this thread's hub: <c>var client = new HttpClient(CoHttp.CreateHandler());</c>, then, in a coroutine,
    /// <c>client.GetStringAsync(url).Await()</c>. Pooling, HTTPS, redirects, decompression and all other properties are the framework's, and can be set.
    /// </summary>
    /// <remarks>Requests make progress while the hub runs: while the main program waits.</remarks>
    public static SocketsHttpHandler CreateHandler()
    {
        var hub = Hub.Current;
        return new()
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
                var socket = await HubTask<CoSocket>.Run(hub, () => CoSocket.Connect(host, port), cancellation).ConfigureAwait(false);
                return new CoStream(socket);
            },
        };
    }
}

// says: GET /a OK 2 POST /b
namespace Fetches;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var listener = Listen(out var address);
        var server = Spawn(Serve(listener, 3));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address + "a");
        using var response = [|client.Send(request)|];
        using (var reader = new StreamReader([|response.Content.ReadAsStream()|])) Say([|reader.ReadToEnd()|]);
        using var again = [|client.Send(new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead)|];
        Say(again.StatusCode);
        Say([|again.Content.ReadAsByteArrayAsync().Result|].Length - 3);
        using var third = [|client.PostAsync(address + "b", new StringContent("x")).GetAwaiter().GetResult()|];
        Say([|third.Content.ReadAsStringAsync().Result|]);
        server.Get().Await();
        yield break;
    }

    static HttpListener Listen(out string address)
    {
        while (true)
        {
            using var free = new Socket(SocketType.Stream, ProtocolType.Tcp);
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndPoint!).Port}/";
            free.Dispose();
            var listener = new HttpListener();
            listener.Prefixes.Add(address);
            try { listener.Start(); }
            catch (HttpListenerException) { continue; } // somebody else was faster
            return listener;
        }
    }

    [Coroutine]
    static IEnumerator<Yield> Serve(HttpListener listener, int requests)
    {
        while (requests-- > 0)
        {
            var context = [|listener.GetContext()|];
            using var output = context.Response.OutputStream;
            [|output.Write(System.Text.Encoding.ASCII.GetBytes($"{context.Request.HttpMethod} {context.Request.Url!.AbsolutePath}"))|];
        }
        yield break;
    }
}

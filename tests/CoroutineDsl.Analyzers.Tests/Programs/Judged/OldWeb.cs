// says: downloaded requested 5
namespace OldWeb;

using System.Text;
using CoroutineDsl.Net;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndPoint!).Port}/";
        var server = Spawn(Serve(listener, "downloaded", "requested", "12345"));
#pragma warning disable SYSLIB0014
        using var client = new WebClient();
        Say([|client.DownloadString(address)|]);
        var request = WebRequest.Create(address);
        using (var response = [|request.GetResponse()|])
        using (var reader = new StreamReader(response.GetResponseStream()))
            Say([|reader.ReadToEnd()|]);
        Say([|client.DownloadData(new Uri(address))|].Length);
        server.Get().Await();
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield> Serve(CoSocket listener, params string[] answers)
    {
        var buffer = new byte[4096];
        foreach (var answer in answers)
        {
            using var connection = listener.Accept().Await();
            for (var text = ""; !text.EndsWith("\r\n\r\n"); text += Encoding.ASCII.GetString(buffer, 0, connection.Receive(buffer).Await())) { }
            connection.SendAll(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {answer.Length}\r\nConnection: close\r\n\r\n{answer}")).Await();
        }
        yield break;
    }
}

// says: HELLO BYE closed
namespace Chat;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = Spawn(Shout(listener));
        using (var client = [|new TcpClient("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port)|])
        {
            using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            using var writer = new StreamWriter(stream);
            foreach (var line in new[] { "hello", "bye" })
            {
                [|writer.WriteLine(line)|];
                [|writer.Flush()|];
                Say([|reader.ReadLine()|]);
            }
        }
        Say(server.Get().Await());
        listener.Stop();
        yield break;
    }

    [Coroutine]
    static IEnumerator<Yield<string>> Shout(TcpListener listener)
    {
        using var client = [|listener.AcceptTcpClient()|];
        client.NoDelay = true;
        NetworkStream stream = client.GetStream();
        var buffer = new byte[100];
        while (true)
        {
            int n = [|stream.Read(buffer, 0, buffer.Length)|];
            if (n == 0) yield return "closed";
            [|stream.Write(System.Text.Encoding.ASCII.GetBytes(System.Text.Encoding.ASCII.GetString(buffer, 0, n).ToUpperInvariant()))|];
        }
    }
}

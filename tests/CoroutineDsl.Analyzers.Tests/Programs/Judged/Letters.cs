// told only
namespace Letters;

using System.Net.Mail;
using System.Net.NetworkInformation;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var ping = new Ping();
        if ([|ping.Send("localhost")|].Status != IPStatus.Success) yield break;
        using var smtp = new SmtpClient("localhost");
        [|smtp.Send("a@localhost", "b@localhost", "subject", "body")|];
        using var client = new WebClientOfMine();
        [|client.UploadString("http://localhost/", "x")|];
        [|client.DownloadFile("http://localhost/", "file")|];
        using var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
        var flags = SocketFlags.None;
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        [|socket.ReceiveMessageFrom(new byte[1], 0, 1, ref flags, ref from, out _)|];
        [|socket.SendFile("file")|];
        [|socket.Disconnect(true)|];
        [|Console.ReadKey()|];
    }

#pragma warning disable SYSLIB0014
    sealed class WebClientOfMine : WebClient;
}

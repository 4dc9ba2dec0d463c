// says: received 3 - -1 done 4
namespace Conditionals;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Later(() => socket.SendTo(new byte[3], socket.LocalEndPoint!));
        Say("received");
        Say(Receive(socket).Await()!);
        Say(Receive(null).Await() is null ? "-" : "?");
        Task<int>? task = null;
        Say(task?[|.Result|] ?? -1);
        var source = new TaskCompletionSource<string>();
        Later(() => source.SetResult("done"));
        Holder? holder = new(source.Task);
        holder?.Task?[|.Wait()|];
        Say(holder?.Task?[|.Result|]!);
        Say(holder?.Task?[|.Result|].Length ?? 0);
        yield break;
    }

    record Holder(Task<string>? Task);

    [Coroutine]
    static IEnumerator<Yield<int?>> Receive(Socket? socket)
    {
        var buffer = new byte[10];
        yield return socket?[|.Receive(buffer)|];
    }
}

using System.Net;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>A client for whose answer the system has room for megabytes is one among others.</summary>
public partial class TurnTests
{
    private const int Size = 2_000_000;

    [Theory, InlineData("bytes"), InlineData("parts"), InlineData("file"), InlineData("buffer")]
    public void The_others_have_their_turn_after_each_64_KB(string what)
    {
        OnHub.Run("poll", () => Send(what));
    }

    [Coroutine]
    private static IEnumerator<Yield> Send(string what)
    {
        using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
        using var conn = listener.Accept().Await();
        conn.SendBufferSize = 4_000_000; // what the system allows of it, some hundred KB
        var sender = new PacedSender(conn, TimeProvider.System, OnHub.Patience, 1);
        var sending = Spawn(Send(sender, what), "sending");
        var (most, before) = (0L, 0L);
        var received = 0L;
        var buffer = new byte[100_000];
        while (received < Size)
        {
            Sleep().Await();
            most = Math.Max(most, sender.Given - before);
            before = sender.Given;
            while (client.TryReceive(buffer, out var count)) received += count;
        }

        sending.Get().Await();
        Assert.Equal(Size, received);
        Assert.InRange(most, 1, 2 * 65_536);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Send(PacedSender sender, string what)
    {
        sender.Begin();
        switch (what)
        {
            case "bytes":
                sender.SendAll(new byte[Size]).Await();
                break;
            case "parts":
                sender.SendParts([new byte[100], new byte[Size - 200], new byte[100]]).Await();
                break;
            case "buffer":
                for (var i = 0; i < Size / 1000; i++)
                {
                    var sent = sender.TrySend(new byte[1000]);
                    if (sent < 1000) sender.SendAll(new byte[1000 - sent]).Await();
                }

                break;
            default:
                var path = Path.GetTempFileName();
                CoFile.WriteAllBytes(path, new byte[Size]).Await();
                using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.DeleteOnClose)) Assert.Equal(Size, sender.SendFile(file, 0, Size).Await());
                break;
        }

        yield break;
    }
}

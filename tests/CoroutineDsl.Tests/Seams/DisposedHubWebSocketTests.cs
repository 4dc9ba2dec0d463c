using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>The framework's WebSocket waits in tasks: it hears of it where the hub of the connection is disposed of.</summary>
public sealed class DisposedHubWebSocketTests : HubTest
{
    private static readonly TimeSpan s_real = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task What_it_waits_for_fails(bool hasBegun, bool isRead)
    {
        Task? task = null;
        WebSocketStream stream;
        using (var hub = Start())
        {
            var socket = new CoSocket(new SocketPair().Client);
            stream = new WebSocketStream(hub, socket, new PacedSender(socket, hub.Time, TimeSpan.FromDays(1), 0), default);
            if (hasBegun)
            {
                task = Begin();
                Sleep(1).Await();
                Assert.False(task.IsCompleted);
            }
        }

        task ??= Begin();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => task.WaitAsync(s_real));

        Task Begin() => Task.Run(() => isRead ? stream.ReadAsync(new byte[1]).AsTask() : stream.WriteAsync(new byte[64 * 1024 * 1024]).AsTask());
    }
}

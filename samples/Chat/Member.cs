using System.Net.WebSockets;
using CoroutineDsl;
using CoroutineDsl.Http;
using CoroutineDsl.Net;

namespace Chat;

/// <summary>One of those who chat: the others put lines into its queue, and a greenlet of its own sends them, so that a slow reader holds up nobody.</summary>
internal sealed partial class Member(string name, CoWebSocket socket)
{
    private readonly CoQueue<byte[]> _lines = new(100);

    public string Name { get; } = name;

    /// <summary>Whoever is a hundred lines behind is cut off.</summary>
    public void Tell(byte[] line)
    {
        if (!_lines.TryPut(line)) socket.Dispose();
    }

    [Coroutine]
    public IEnumerator<Yield> Write()
    {
        try
        {
            while (true) socket.SendText(_lines.Get().Await()).Await();
        }
        catch (WebSocketException)
        {
            // gone: its reader sees that too
        }

        yield break;
    }
}

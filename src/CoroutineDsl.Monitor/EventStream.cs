using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CoroutineDsl.Monitor;

/// <summary>Server-sent events: the numbers of all hubs once a second. As long as a page listens, its client counts as one that looks.</summary>
internal sealed class EventStream(MonitorState state, Socket socket)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public void Run(bool isExact)
    {
        using var look = state.Look(isExact);
        WebPages.SendAll(socket, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n"u8);
        var isFirst = true;
        while (true)
        {
            WebPages.SendAll(socket, Encoding.UTF8.GetBytes($"data: {Json(isFirst)}\n\n"));
            isFirst = false;
            // a page that went away closes the connection: that is seen here, not at the next send
            if (socket.Poll(s_pause, SelectMode.SelectRead)) return;
        }
    }

    private string Json(bool hasHistory)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("process", Environment.ProcessId);
            writer.WriteString("program", AppDomain.CurrentDomain.FriendlyName);
            writer.WriteStartArray("hubs");
            foreach (var (insight, last) in state.Numbers()) NumbersJson.Write(writer, insight, hasHistory ? last : last[^Math.Min(1, last.Length)..]);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}

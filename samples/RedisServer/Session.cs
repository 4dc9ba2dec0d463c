using System.Net.Sockets;
using CoroutineDsl;
using CoroutineDsl.Net;
using RedisServer.Commands;
using RedisServer.Protocol;

namespace RedisServer;

/// <summary>One client: reads commands, and answers all that have arrived at once (pipelining) in one send.</summary>
internal sealed partial class Session(RedisService service, CoSocket conn)
{
    private const int MaxReplies = 64 * 1024;

    private readonly RequestParser _parser = new();

    public RedisService Service { get; } = service;

    public Outbox Replies { get; } = new(conn);

    public Transaction Transaction { get; } = new();

    public HashSet<string> Subscriptions { get; } = [];

    public bool IsClosing { get; set; }

    [Coroutine]
    public IEnumerator<Yield> Talk()
    {
        try
        {
            while (!IsClosing)
            {
                while (!IsClosing && Replies.Length < MaxReplies && _parser.TryRead(out var arguments)) CommandTable.Run(this, arguments);
                if (Replies.Length > 0)
                {
                    Replies.Flush().Await();
                    continue;
                }

                conn.WaitReadable().Await(); // an idle client holds no buffer
                var n = conn.Receive(_parser.Room()).Await();
                if (n == 0) break;
                _parser.Received(n);
            }
        }
        catch (ProtocolException e)
        {
            Replies.Error($"ERR Protocol error: {e.Message}");
        }
        catch (SocketException)
        {
            Replies.Clear(); // the client is gone
        }
        finally
        {
            foreach (var channel in Subscriptions) Service.Channels.Unsubscribe(channel, this);
        }

        Replies.Flush().Await();
        yield break;
    }
}

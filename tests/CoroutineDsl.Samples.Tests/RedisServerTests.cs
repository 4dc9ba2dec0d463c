using System.Net.Sockets;
using System.Text;
using Xunit;

namespace CoroutineDsl.Samples.Tests;

/// <summary>The Redis sample against Redis's own clients, and against bytes that no client sends.</summary>
public sealed class RedisServerTests : IDisposable
{
    private readonly RunningServer _server = RunningServer.Launch("RedisServer", "0");

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task The_command_line_client_gets_redis_s_answers()
    {
        var conversation = new (string Command, string Answer)[]
        {
            ("PING", "PONG"),
            ("ECHO 'two words'", "\"two words\""),
            ("SET k v", "OK"),
            ("GET k", "\"v\""),
            ("SET k w NX", "(nil)"),
            ("SET k w XX GET", "\"v\""),
            ("SET fresh x XX", "(nil)"),
            ("EXISTS k fresh k", "(integer) 2"),
            ("INCRBY n 41", "(integer) 41"),
            ("INCR n", "(integer) 42"),
            ("DECR n", "(integer) 41"),
            ("INCR k", "(error) ERR value is not an integer or out of range"),
            ("SET n 9223372036854775807", "OK"),
            ("INCR n", "(error) ERR increment or decrement would overflow"),
            ("TTL k", "(integer) -1"),
            ("EXPIRE k 100", "(integer) 1"),
            ("TTL k", "(integer) 100"),
            ("SET k v PX 100000", "OK"),
            ("TTL k", "(integer) 100"),
            ("PERSIST k", "(integer) 1"),
            ("TTL none", "(integer) -2"),
            ("RPUSH l b c d", "(integer) 3"),
            ("LPUSH l a", "(integer) 4"),
            ("LLEN l", "(integer) 4"),
            ("LRANGE l 0 -1", "1) \"a\"|2) \"b\"|3) \"c\"|4) \"d\""),
            ("LRANGE l -2 100", "1) \"c\"|2) \"d\""),
            ("LRANGE l 3 1", "(empty array)"),
            ("LPOP l", "\"a\""),
            ("RPOP l 2", "1) \"d\"|2) \"c\""),
            ("GET l", "(error) WRONGTYPE Operation against a key holding the wrong kind of value"),
            ("LPUSH k x", "(error) WRONGTYPE Operation against a key holding the wrong kind of value"),
            ("TYPE l", "list"),
            ("DEL l k none", "(integer) 2"),
            ("MULTI", "OK"),
            ("SET t 1", "QUEUED"),
            ("INCR t", "QUEUED"),
            ("LPUSH t x", "QUEUED"),
            ("EXEC", "1) OK|2) (integer) 2|3) (error) WRONGTYPE Operation against a key holding the wrong kind of value"),
            ("MULTI", "OK"),
            ("NOSUCH", "(error) ERR unknown command 'NOSUCH'"),
            ("SET t 5", "QUEUED"),
            ("EXEC", "(error) EXECABORT Transaction discarded because of previous errors."),
            ("GET t", "\"2\""),
            ("MULTI", "OK"),
            ("DISCARD", "OK"),
            ("EXEC", "(error) ERR EXEC without MULTI"),
            ("GET", "(error) ERR wrong number of arguments for 'get' command"),
            ("SELECT 0", "OK"),
            ("CONFIG GET save", "1) \"save\"|2) \"\""),
            ("SET bin \"\\x00\\r\\n\\xff\"", "OK"),
            ("GET bin", "\"\\x00\\r\\n\\xff\""),
        };
        var script = Path.GetTempFileName();
        await File.WriteAllTextAsync(script, string.Join('\n', conversation.Select(line => line.Command)) + "\n");
        var (code, output) = await Programs.Run("sh", "-c", $"redis-cli -p {_server.Port} --no-raw < {script}");
        File.Delete(script);
        Assert.Equal(0, code);
        var expected = string.Concat(conversation.Select(line => line.Answer.Replace('|', '\n') + "\n"));
        Assert.Equal(expected.Replace(" ", ""), output.Replace(" ", "").Replace("\n\n", "\n"));
    }

    [Fact]
    public async Task The_benchmark_runs_with_pipelining()
    {
        var (code, output) = await Programs.Run(
            "redis-benchmark", "-p", $"{_server.Port}", "-n", "20000", "-c", "50", "-P", "16", "-q", "-t", "ping,set,get,incr,lpush,rpush,lpop,rpop,lrange_100,mset", "-d", "100", "-r", "1000");
        Assert.Equal(0, code);
        Assert.DoesNotContain("rror", output, StringComparison.Ordinal);
        Assert.Equal(12, output.Split("requests per second").Length - 1);
    }

    [Fact]
    public void Messages_reach_all_subscribers_and_nobody_else()
    {
        using var first = Client();
        using var second = Client();
        using var other = Client();
        using var publisher = Client();
        foreach (var subscriber in new[] { first, second }) Assert.Equal("*3\r\n$9\r\nsubscribe\r\n$4\r\nnews\r\n:1\r\n", Ask(subscriber, "SUBSCRIBE news\r\n", 33));
        Assert.Equal("*3\r\n$9\r\nsubscribe\r\n$5\r\nother\r\n:1\r\n", Ask(other, "SUBSCRIBE other\r\n", 34));
        Assert.Equal(":2\r\n", Ask(publisher, "PUBLISH news hello\r\n", 4));
        const string message = "*3\r\n$7\r\nmessage\r\n$4\r\nnews\r\n$5\r\nhello\r\n";
        foreach (var subscriber in new[] { first, second }) Assert.Equal(message, Receive(subscriber, message.Length));
        Assert.StartsWith("-ERR Can't execute 'get'", Ask(first, "GET k\r\n", 30), StringComparison.Ordinal);
        second.Close();
        Assert.StartsWith("*2\r\n$4\r\npong\r\n$0\r\n\r\n", Drain(first, "PING\r\n", "$0\r\n\r\n"), StringComparison.Ordinal);
        Assert.Equal(0, other.Available);
    }

    [Fact]
    public void Requests_arrive_in_any_pieces()
    {
        using var client = Client();
        var requests = Encoding.ASCII.GetBytes("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nhe\r\no\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\nPING\r\n\r\n*0\r\n*1\r\n$4\r\nPING\r\n");
        foreach (var one in requests)
        {
            client.Send([one]);
            Thread.Sleep(1);
        }

        const string answers = "+OK\r\n$5\r\nhe\r\no\r\n+PONG\r\n+PONG\r\n";
        Assert.Equal(answers, Receive(client, answers.Length));
    }

    [Theory]
    [InlineData("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n:5\r\n", "-ERR Protocol error: expected '$', got ':'\r\n")]
    [InlineData("*x\r\n", "-ERR Protocol error: invalid multibulk length\r\n")]
    [InlineData("*99999999\r\n", "-ERR Protocol error: invalid multibulk length\r\n")]
    [InlineData("*1\r\n$-5\r\n", "-ERR Protocol error: invalid bulk length\r\n")]
    [InlineData("*1\r\n$99999999999\r\n", "-ERR Protocol error: invalid bulk length\r\n")]
    [InlineData("QUIT\r\nPING\r\n", "+OK\r\n")]
    public void What_is_no_request_is_answered_and_closed(string sent, string answer)
    {
        using var client = Client();
        client.Send(Encoding.ASCII.GetBytes(sent));
        Assert.Equal(answer, ReceiveToEnd(client));
        using var next = Client();
        Assert.Equal("+PONG\r\n", Ask(next, "PING\r\n", 7));
    }

    [Fact]
    public void Keys_expire()
    {
        using var client = Client();
        Assert.Equal("+OK\r\n", Ask(client, "SET short x PX 30\r\n", 5));
        var end = Environment.TickCount64 + 30_000;
        while (Ask(client, "EXISTS short\r\n", 4) == ":1\r\n") Assert.True(Environment.TickCount64 < end);
        Assert.Equal("$-1\r\n", Ask(client, "GET short\r\n", 5));
    }

    private Socket Client() => _server.Connect();

    private static string Ask(Socket client, string request, int length)
    {
        client.Send(Encoding.ASCII.GetBytes(request));
        return Receive(client, length);
    }

    private static string Drain(Socket client, string request, string end)
    {
        client.Send(Encoding.ASCII.GetBytes(request));
        var text = "";
        while (!text.EndsWith(end, StringComparison.Ordinal)) text += Receive(client, 1);
        return text[text.IndexOf('*')..];
    }

    private static string Receive(Socket client, int length)
    {
        var bytes = new byte[length];
        for (var have = 0; have < length;)
        {
            var n = client.Receive(bytes.AsSpan(have));
            if (n == 0) throw new EndOfStreamException(Encoding.ASCII.GetString(bytes, 0, have));
            have += n;
        }

        return Encoding.ASCII.GetString(bytes);
    }

    private static string ReceiveToEnd(Socket client)
    {
        var text = new StringBuilder();
        var buffer = new byte[1000];
        while (client.Receive(buffer) is var n and > 0) text.Append(Encoding.ASCII.GetString(buffer, 0, n));
        return text.ToString();
    }
}

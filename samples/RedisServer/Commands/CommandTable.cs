using System.Text;
using RedisServer.Data;

namespace RedisServer.Commands;

/// <summary>What a command does; it writes its reply.</summary>
internal delegate void Command(Session session, Arguments arguments);

/// <summary>The commands by their names, and how many arguments they take.</summary>
internal static class CommandTable
{
    private static readonly Dictionary<string, (Command Run, int Least, int Most)> s_commands = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PING"] = (ConnectionCommands.Ping, 0, 1),
        ["ECHO"] = (ConnectionCommands.Echo, 1, 1),
        ["SELECT"] = (ConnectionCommands.Select, 1, 1),
        ["QUIT"] = (ConnectionCommands.Quit, 0, 0),
        ["COMMAND"] = (ConnectionCommands.Command, 0, int.MaxValue),
        ["CONFIG"] = (ConnectionCommands.Config, 1, int.MaxValue),
        ["SET"] = (StringCommands.Set, 2, 7),
        ["GET"] = (StringCommands.Get, 1, 1),
        ["MSET"] = (StringCommands.SetMany, 2, int.MaxValue),
        ["INCR"] = (StringCommands.Increment, 1, 1),
        ["DECR"] = (StringCommands.Decrement, 1, 1),
        ["INCRBY"] = (StringCommands.IncrementBy, 2, 2),
        ["DECRBY"] = (StringCommands.DecrementBy, 2, 2),
        ["DEL"] = (KeyCommands.Delete, 1, int.MaxValue),
        ["EXISTS"] = (KeyCommands.Exists, 1, int.MaxValue),
        ["TYPE"] = (KeyCommands.Type, 1, 1),
        ["EXPIRE"] = (KeyCommands.ExpireSeconds, 2, 2),
        ["PEXPIRE"] = (KeyCommands.ExpireMilliseconds, 2, 2),
        ["PERSIST"] = (KeyCommands.Persist, 1, 1),
        ["TTL"] = (KeyCommands.SecondsToLive, 1, 1),
        ["PTTL"] = (KeyCommands.MillisecondsToLive, 1, 1),
        ["DBSIZE"] = (KeyCommands.Size, 0, 0),
        ["FLUSHALL"] = (KeyCommands.Clear, 0, 1),
        ["LPUSH"] = (ListCommands.PushLeft, 2, int.MaxValue),
        ["RPUSH"] = (ListCommands.PushRight, 2, int.MaxValue),
        ["LPOP"] = (ListCommands.PopLeft, 1, 2),
        ["RPOP"] = (ListCommands.PopRight, 1, 2),
        ["LLEN"] = (ListCommands.Length, 1, 1),
        ["LRANGE"] = (ListCommands.Range, 3, 3),
        ["PUBLISH"] = (PubSubCommands.Publish, 2, 2),
        ["SUBSCRIBE"] = (PubSubCommands.Subscribe, 1, int.MaxValue),
        ["UNSUBSCRIBE"] = (PubSubCommands.Unsubscribe, 0, int.MaxValue),
        ["MULTI"] = (TransactionCommands.Begin, 0, 0),
        ["EXEC"] = (TransactionCommands.Execute, 0, 0),
        ["DISCARD"] = (TransactionCommands.Discard, 0, 0),
    };

    /// <summary>Runs a request, or queues it in a transaction; whatever becomes of it, there is one reply.</summary>
    public static void Run(Session session, byte[][] request)
    {
        var name = Encoding.Latin1.GetString(request[0]);
        var arguments = new Arguments(request);
        try
        {
            var command = Find(name, arguments.Count);
            if (session.Subscriptions.Count > 0 && !PubSubCommands.IsAllowed(command)) throw new CommandException($"ERR Can't execute '{name.ToLowerInvariant()}': only (UN)SUBSCRIBE / PING / QUIT are allowed in this context");
            if (session.Transaction.IsOpen && !TransactionCommands.IsControl(command))
            {
                session.Transaction.Add(command, arguments);
                session.Replies.Simple("QUEUED"u8);
                return;
            }

            command(session, arguments);
        }
        catch (CommandException e)
        {
            session.Transaction.Fail();
            session.Replies.Error(e.Message);
        }
    }

    private static Command Find(string name, int count)
    {
        if (!s_commands.TryGetValue(name, out var command)) throw new CommandException($"ERR unknown command '{name}'");
        if (count < command.Least || count > command.Most) throw new CommandException($"ERR wrong number of arguments for '{name.ToLowerInvariant()}' command");
        return command.Run;
    }
}

using RedisServer.Data;

namespace RedisServer.Commands;

/// <summary>Commands about the connection and the server itself.</summary>
internal static class ConnectionCommands
{
    public static void Ping(Session session, Arguments arguments)
    {
        if (session.Subscriptions.Count > 0)
        {
            session.Replies.Array(2);
            session.Replies.Bulk("pong"u8);
            session.Replies.Bulk(arguments.Count > 0 ? arguments[0] : []);
        }
        else if (arguments.Count == 0)
        {
            session.Replies.Simple("PONG"u8);
        }
        else
        {
            session.Replies.Bulk(arguments[0]);
        }
    }

    public static void Echo(Session session, Arguments arguments) => session.Replies.Bulk(arguments[0]);

    public static void Select(Session session, Arguments arguments)
    {
        if (arguments.Integer(0) != 0) throw new CommandException("ERR DB index is out of range");
        session.Replies.Simple("OK"u8);
    }

    public static void Quit(Session session, Arguments arguments)
    {
        session.Replies.Simple("OK"u8);
        session.IsClosing = true;
    }

    /// <summary>Clients ask for descriptions of the commands, and do without.</summary>
    public static void Command(Session session, Arguments arguments) => session.Replies.Array(0);

    public static void Config(Session session, Arguments arguments)
    {
        if (!arguments.Is(0, "GET")) throw new CommandException("ERR only CONFIG GET is known");
        session.Replies.Array(2 * (arguments.Count - 1));
        for (var i = 1; i < arguments.Count; i++)
        {
            session.Replies.Bulk(arguments[i]);
            session.Replies.Bulk(arguments.Is(i, "appendonly") ? "no"u8 : ""u8);
        }
    }
}

using RedisServer.Data;

namespace RedisServer.Commands;

/// <summary>Commands on keys, whatever their values are.</summary>
internal static class KeyCommands
{
    public static void Delete(Session session, Arguments arguments)
    {
        var count = 0;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (session.Service.Database.Remove(arguments.Text(i))) count++;
        }

        session.Replies.Integer(count);
    }

    public static void Exists(Session session, Arguments arguments)
    {
        var count = 0;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (session.Service.Database.TryGet(arguments.Text(i), out _)) count++;
        }

        session.Replies.Integer(count);
    }

    public static void Type(Session session, Arguments arguments) => session.Replies.Simple(
        session.Service.Database.TryGet(arguments.Text(0), out var value) ? value is Deque ? "list"u8 : "string"u8 : "none"u8);

    public static void ExpireSeconds(Session session, Arguments arguments) => Expire(session, arguments, 1000);

    public static void ExpireMilliseconds(Session session, Arguments arguments) => Expire(session, arguments, 1);

    public static void Persist(Session session, Arguments arguments)
    {
        var database = session.Service.Database;
        var key = arguments.Text(0);
        var had = database.TryGet(key, out _) && database.ExpiryOf(key) is not null;
        database.SetExpiry(key, null);
        session.Replies.Integer(had ? 1 : 0);
    }

    public static void SecondsToLive(Session session, Arguments arguments) => ToLive(session, arguments, 1000);

    public static void MillisecondsToLive(Session session, Arguments arguments) => ToLive(session, arguments, 1);

    public static void Size(Session session, Arguments arguments)
    {
        session.Service.Database.RemoveExpired();
        session.Replies.Integer(session.Service.Database.Count);
    }

    public static void Clear(Session session, Arguments arguments)
    {
        session.Service.Database.Clear();
        session.Replies.Simple("OK"u8);
    }

    private static void Expire(Session session, Arguments arguments, long unit)
    {
        var database = session.Service.Database;
        var key = arguments.Text(0);
        var time = arguments.Integer(1);
        if (Math.Abs((decimal)time) > long.MaxValue / 2000) throw new CommandException("ERR invalid expire time in 'expire' command");
        var exists = database.TryGet(key, out _);
        if (exists && time <= 0) database.Remove(key);
        else if (exists) database.SetExpiry(key, database.Now + (time * unit));
        session.Replies.Integer(exists ? 1 : 0);
    }

    private static void ToLive(Session session, Arguments arguments, long unit)
    {
        var database = session.Service.Database;
        var key = arguments.Text(0);
        if (!database.TryGet(key, out _)) session.Replies.Integer(-2);
        else if (database.ExpiryOf(key) is not { } expiry) session.Replies.Integer(-1);
        else session.Replies.Integer((expiry - database.Now + (unit / 2)) / unit);
    }
}

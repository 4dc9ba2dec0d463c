using System.Globalization;
using System.Text;
using RedisServer.Data;

namespace RedisServer.Commands;

/// <summary>Commands on strings, and on those that are numbers.</summary>
internal static class StringCommands
{
    /// <summary>SET key value [NX | XX] [GET] [EX seconds | PX milliseconds | KEEPTTL]</summary>
    public static void Set(Session session, Arguments arguments)
    {
        var database = session.Service.Database;
        var key = arguments.Text(0);
        var (onlyNew, onlyOld, keep, get) = (false, false, false, false);
        long? expiry = null;
        for (var i = 2; i < arguments.Count; i++)
        {
            if (arguments.Is(i, "NX")) onlyNew = true;
            else if (arguments.Is(i, "XX")) onlyOld = true;
            else if (arguments.Is(i, "KEEPTTL")) keep = true;
            else if (arguments.Is(i, "GET")) get = true;
            else if (i + 1 < arguments.Count && arguments.Is(i, "EX")) expiry = Expiry(database, arguments.Integer(++i), 1000);
            else if (i + 1 < arguments.Count && arguments.Is(i, "PX")) expiry = Expiry(database, arguments.Integer(++i), 1);
            else throw new CommandException("ERR syntax error");
        }

        if ((onlyNew && onlyOld) || (keep && expiry is not null)) throw new CommandException("ERR syntax error");
        byte[]? old = null;
        var exists = get ? database.TryGet(key, out old) : database.TryGet(key, out _);
        var isSet = !(onlyNew && exists) && !(onlyOld && !exists);
        if (isSet)
        {
            database.Set(key, arguments[1]);
            if (!keep) database.SetExpiry(key, expiry);
        }

        if (get ? old is null : !isSet) session.Replies.Null();
        else if (get) session.Replies.Bulk(old);
        else session.Replies.Simple("OK"u8);
    }

    public static void Get(Session session, Arguments arguments)
    {
        if (session.Service.Database.TryGet(arguments.Text(0), out byte[]? value)) session.Replies.Bulk(value);
        else session.Replies.Null();
    }

    public static void SetMany(Session session, Arguments arguments)
    {
        if (arguments.Count % 2 != 0) throw new CommandException("ERR wrong number of arguments for 'mset' command");
        for (var i = 0; i < arguments.Count; i += 2)
        {
            session.Service.Database.Set(arguments.Text(i), arguments[i + 1]);
            session.Service.Database.SetExpiry(arguments.Text(i), null);
        }

        session.Replies.Simple("OK"u8);
    }

    public static void Increment(Session session, Arguments arguments) => Add(session, arguments.Text(0), 1);

    public static void Decrement(Session session, Arguments arguments) => Add(session, arguments.Text(0), -1);

    public static void IncrementBy(Session session, Arguments arguments) => Add(session, arguments.Text(0), arguments.Integer(1));

    public static void DecrementBy(Session session, Arguments arguments)
    {
        var amount = arguments.Integer(1);
        if (amount == long.MinValue) throw new CommandException("ERR decrement would overflow");
        Add(session, arguments.Text(0), -amount);
    }

    private static long Expiry(Database database, long time, long unit) =>
        time > 0 && time <= long.MaxValue / 2000 ? database.Now + (time * unit) : throw new CommandException("ERR invalid expire time in 'set' command");

    private static void Add(Session session, string key, long amount)
    {
        var value = session.Service.Database.TryGet(key, out byte[]? text) ? Arguments.ParseInteger(text) : 0;
        try
        {
            value = checked(value + amount);
        }
        catch (OverflowException)
        {
            throw new CommandException("ERR increment or decrement would overflow");
        }

        session.Service.Database.Set(key, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture)));
        session.Replies.Integer(value);
    }
}

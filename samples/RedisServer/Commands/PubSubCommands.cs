namespace RedisServer.Commands;

/// <summary>Who is subscribed to what.</summary>
internal sealed class Channels
{
    private readonly Dictionary<string, HashSet<Session>> _channels = [];

    public void Subscribe(string channel, Session session)
    {
        if (!_channels.TryGetValue(channel, out var sessions)) _channels.Add(channel, sessions = []);
        sessions.Add(session);
    }

    public void Unsubscribe(string channel, Session session)
    {
        if (_channels.TryGetValue(channel, out var sessions) && sessions.Remove(session) && sessions.Count == 0) _channels.Remove(channel);
    }

    public IReadOnlyCollection<Session> Of(string channel) => _channels.TryGetValue(channel, out var sessions) ? sessions : [];
}

/// <summary>Commands about channels.</summary>
internal static class PubSubCommands
{
    public static bool IsAllowed(Command command) =>
        command == Subscribe || command == Unsubscribe || command == ConnectionCommands.Ping || command == ConnectionCommands.Quit;

    public static void Publish(Session session, Arguments arguments)
    {
        var receivers = session.Service.Channels.Of(arguments.Text(0));
        foreach (var receiver in receivers)
        {
            receiver.Replies.Array(3);
            receiver.Replies.Bulk("message"u8);
            receiver.Replies.Bulk(arguments[0]);
            receiver.Replies.Bulk(arguments[1]);
            receiver.Replies.FlushSoon();
        }

        session.Replies.Integer(receivers.Count);
    }

    public static void Subscribe(Session session, Arguments arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var channel = arguments.Text(i);
            session.Subscriptions.Add(channel);
            session.Service.Channels.Subscribe(channel, session);
            Confirm(session, "subscribe", channel);
        }
    }

    /// <summary>From the channels named, or from all.</summary>
    public static void Unsubscribe(Session session, Arguments arguments)
    {
        var channels = arguments.Count > 0 ? Enumerable.Range(0, arguments.Count).Select(arguments.Text).ToArray() : [.. session.Subscriptions];
        foreach (var channel in channels)
        {
            session.Subscriptions.Remove(channel);
            session.Service.Channels.Unsubscribe(channel, session);
            Confirm(session, "unsubscribe", channel);
        }

        if (channels.Length == 0) Confirm(session, "unsubscribe", null);
    }

    private static void Confirm(Session session, string what, string? channel)
    {
        session.Replies.Array(3);
        session.Replies.Bulk(what);
        if (channel is null) session.Replies.Null();
        else session.Replies.Bulk(channel);
        session.Replies.Integer(session.Subscriptions.Count);
    }
}

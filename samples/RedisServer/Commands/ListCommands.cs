using RedisServer.Data;

namespace RedisServer.Commands;

/// <summary>Commands on lists. A list that becomes empty is gone.</summary>
internal static class ListCommands
{
    public static void PushLeft(Session session, Arguments arguments) => Push(session, arguments, static (list, item) => list.AddFirst(item));

    public static void PushRight(Session session, Arguments arguments) => Push(session, arguments, static (list, item) => list.AddLast(item));

    public static void PopLeft(Session session, Arguments arguments) => Pop(session, arguments, static list => list.RemoveFirst());

    public static void PopRight(Session session, Arguments arguments) => Pop(session, arguments, static list => list.RemoveLast());

    public static void Length(Session session, Arguments arguments) =>
        session.Replies.Integer(session.Service.Database.TryGet(arguments.Text(0), out Deque? list) ? list.Count : 0);

    public static void Range(Session session, Arguments arguments)
    {
        var (start, stop) = (arguments.Integer(1), arguments.Integer(2));
        if (!session.Service.Database.TryGet(arguments.Text(0), out Deque? list))
        {
            session.Replies.Array(0);
            return;
        }

        // negative: from the end
        if (start < 0) start = Math.Max(0, list.Count + start);
        if (stop < 0) stop = list.Count + stop;
        stop = Math.Min(stop, list.Count - 1);
        session.Replies.Array((int)Math.Max(0, stop - start + 1));
        for (var i = start; i <= stop; i++) session.Replies.Bulk(list[(int)i]);
    }

    private static void Push(Session session, Arguments arguments, Action<Deque, byte[]> add)
    {
        var key = arguments.Text(0);
        if (!session.Service.Database.TryGet(key, out Deque? list)) session.Service.Database.Set(key, list = new());
        for (var i = 1; i < arguments.Count; i++) add(list, arguments[i]);
        session.Replies.Integer(list.Count);
    }

    private static void Pop(Session session, Arguments arguments, Func<Deque, byte[]> remove)
    {
        var key = arguments.Text(0);
        var count = arguments.Count > 1 ? arguments.Integer(1) : 1;
        if (count < 0) throw new CommandException("ERR value is out of range, must be positive");
        if (!session.Service.Database.TryGet(key, out Deque? list))
        {
            if (arguments.Count > 1) session.Replies.NullArray();
            else session.Replies.Null();
            return;
        }

        var taken = (int)Math.Min(count, list.Count);
        if (arguments.Count > 1) session.Replies.Array(taken);
        for (var i = 0; i < taken; i++) session.Replies.Bulk(remove(list));
        if (list.Count == 0) session.Service.Database.Remove(key);
    }
}

using RedisServer.Data;

namespace RedisServer.Commands;

/// <summary>The commands between MULTI and EXEC.</summary>
internal sealed class Transaction
{
    private readonly List<(Command Run, Arguments Arguments)> _commands = [];

    public bool IsOpen { get; private set; }

    public bool HasFailed { get; private set; }

    public void Open() => IsOpen = true;

    public void Add(Command command, Arguments arguments) => _commands.Add((command, arguments));

    /// <summary>A command could not even be queued: none of them will run.</summary>
    public void Fail() => HasFailed = IsOpen;

    public (Command Run, Arguments Arguments)[] Close()
    {
        var commands = _commands.ToArray();
        _commands.Clear();
        IsOpen = HasFailed = false;
        return commands;
    }
}

/// <summary>MULTI, EXEC and DISCARD. Nobody else's command runs between those of a transaction: none of them waits.</summary>
internal static class TransactionCommands
{
    public static bool IsControl(Command command) => command == Begin || command == Execute || command == Discard;

    public static void Begin(Session session, Arguments arguments)
    {
        if (session.Transaction.IsOpen) throw new CommandException("ERR MULTI calls can not be nested");
        session.Transaction.Open();
        session.Replies.Simple("OK"u8);
    }

    public static void Execute(Session session, Arguments arguments)
    {
        if (!session.Transaction.IsOpen) throw new CommandException("ERR EXEC without MULTI");
        var hasFailed = session.Transaction.HasFailed;
        var commands = session.Transaction.Close();
        if (hasFailed) throw new CommandException("EXECABORT Transaction discarded because of previous errors.");
        session.Replies.Array(commands.Length);
        foreach (var (run, own) in commands)
        {
            try
            {
                run(session, own);
            }
            catch (CommandException e)
            {
                session.Replies.Error(e.Message);
            }
        }
    }

    public static void Discard(Session session, Arguments arguments)
    {
        if (!session.Transaction.IsOpen) throw new CommandException("ERR DISCARD without MULTI");
        session.Transaction.Close();
        session.Replies.Simple("OK"u8);
    }
}

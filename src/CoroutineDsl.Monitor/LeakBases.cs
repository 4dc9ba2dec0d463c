namespace CoroutineDsl.Monitor;

/// <summary>The looks that leaks are measured from: for all the first at each hub, and for a client the one that it has put in its place. A page is a client, and so are all that use the line protocol, since each <c>coro leaks</c> is a connection of its own.</summary>
internal sealed class LeakBases
{
    /// <summary>The client that stands for the line protocol.</summary>
    public const string Lines = "";

    /// <summary>Pages come and go without a word, and a tree may be large: the one that was set first is forgotten.</summary>
    internal const int MaxClients = 8;

    private readonly Dictionary<int, GreenletTree> _first = [];
    private readonly List<(int Hub, string Client, GreenletTree Tree)> _set = [];

    /// <summary>A hub was looked at; the first look counts.</summary>
    public void Add(int hub, GreenletTree tree) => _first.TryAdd(hub, tree);

    public GreenletTree? Of(int hub, string client) => _set.Find(one => one.Hub == hub && one.Client == client).Tree ?? _first.GetValueOrDefault(hub);

    public void Set(int hub, string client, GreenletTree tree)
    {
        _set.RemoveAll(one => one.Hub == hub && one.Client == client);
        if (_set.Count >= MaxClients) _set.RemoveAt(0);
        _set.Add((hub, client, tree));
    }

    public void Remove(int hub)
    {
        _first.Remove(hub);
        _set.RemoveAll(one => one.Hub == hub);
    }
}

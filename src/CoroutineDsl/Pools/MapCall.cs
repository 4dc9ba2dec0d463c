using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Runs a coroutine for each item in members of a group, then collects their results in order.</summary>
internal sealed class MapCall<T, TResult> : Coroutine<TResult[]>
{
    private readonly GroupBase _group;
    private readonly Func<T, Coroutine<TResult>> _function;
    private readonly List<Greenlet<TResult>> _members = [];
    private readonly IEnumerable<T> _source;
    private IEnumerator<T>? _items;
    private int _next;

    public MapCall(GroupBase group, Func<T, Coroutine<TResult>> function, IEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(source);
        _group = group;
        _function = function;
        _source = source;
    }

    public override FrameLocation Location => new("Map", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        switch (State)
        {
            case 0:
                _items = _source.GetEnumerator();
                break;
            case 1:
                break;
            default:
                greenlet.End(out Result[_next++]);
                return Collect(greenlet);
        }

        return SpawnAll(greenlet) && Collect(greenlet);
    }

    private bool SpawnAll(Greenlet greenlet)
    {
        var isOver = true;
        try
        {
            if (State == 1)
            {
                greenlet.End(out Greenlet<TResult> member);
                _members.Add(member);
            }

            State = 1;
            while (_items!.MoveNext())
            {
                isOver = _group.BeginSpawnWhenFree(greenlet, this, out var spawned, _function(_items.Current));
                if (!isOver) return false;
                _members.Add(spawned);
            }

            return true;
        }
        finally
        {
            if (isOver) _items!.Dispose();
        }
    }

    private bool Collect(Greenlet greenlet)
    {
        if (State == 1) Result = new TResult[_members.Count];
        State = 2;
        while (_next < _members.Count)
        {
            if (!greenlet.Begin(this, _members[_next].Get(), out Result[_next])) return false;
            _next++;
        }

        return true;
    }
}

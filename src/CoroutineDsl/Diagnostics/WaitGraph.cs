namespace CoroutineDsl;

/// <summary>Who waits for whom: finds circles. A depth-first search that looks at each greenlet once, however many it is begun with.</summary>
/// <param name="awaited">Whom a greenlet waits for.</param>
internal sealed class WaitGraph(Action<Greenlet, Action<Greenlet>> awaited)
{
    private readonly HashSet<Greenlet> _seen = [];
    private readonly List<Greenlet> _path = [];
    private readonly HashSet<Greenlet> _onPath = [];
    private readonly Stack<(Greenlet Greenlet, bool IsLeft)> _next = new();
    private Action<Greenlet>? _push;

    /// <summary>How many greenlets have been looked at.</summary>
    public int Count => _seen.Count;

    /// <summary>Forgets whom it has looked at.</summary>
    public void Clear() => _seen.Clear();

    /// <summary>Adds the circles that the greenlet waits in, or for.</summary>
    public void Search(Greenlet start, List<List<Greenlet>> circles, int limit = int.MaxValue)
    {
        _push ??= greenlet => _next.Push((greenlet, false));
        _next.Push((start, false));
        while (_next.TryPop(out var step))
        {
            var (greenlet, isLeft) = step;
            if (isLeft)
            {
                _path.RemoveAt(_path.Count - 1);
                _onPath.Remove(greenlet);
            }
            else if (_onPath.Contains(greenlet))
            {
                circles.Add(_path[_path.IndexOf(greenlet)..]);
            }
            else if (_seen.Count < limit && _seen.Add(greenlet))
            {
                _path.Add(greenlet);
                _onPath.Add(greenlet);
                _next.Push((greenlet, true));
                awaited(greenlet, _push);
            }
        }
    }
}

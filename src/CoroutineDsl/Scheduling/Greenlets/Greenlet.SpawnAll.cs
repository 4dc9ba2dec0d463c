namespace CoroutineDsl;

/// <content>One greenlet for each of many.</content>
public partial class Greenlet
{
    /// <summary>
    /// Spawns a greenlet for each element, now and once, in order: <c>JoinAll(SpawnAll(urls, url =&gt; Fetch(url))).Await()</c>. (<c>urls.Select(url =&gt; Spawn(Fetch(url)))</c> would spawn anew each time that somebody enumerates it.) Where the
    /// source or the function throws, none is spawned.
    /// </summary>
    public static Greenlet[] SpawnAll<T>(IEnumerable<T> source, Func<T, IEnumerator<Yield>> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        IEnumerator<Yield>[] coroutines = [.. source.Select(body)];
        return [.. coroutines.Select(coroutine => Spawn(coroutine))];
    }

    /// <inheritdoc cref="SpawnAll{T}(IEnumerable{T}, Func{T, IEnumerator{Yield}})"/>
    public static Greenlet<TResult>[] SpawnAll<T, TResult>(IEnumerable<T> source, Func<T, IEnumerator<Yield<TResult>>> body)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(body);
        IEnumerator<Yield<TResult>>[] coroutines = [.. source.Select(body)];
        return [.. coroutines.Select(coroutine => Spawn(coroutine))];
    }
}

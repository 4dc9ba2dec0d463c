namespace CoroutineDsl.Patching;

/// <summary>What a patched <c>foreach</c> goes through.</summary>
public static class SequencePatches
{
    /// <summary>The steps of a sequence that is asynchronous as well (a query of a database) suspend; a kill cancels the one that it waits for. What is not, a query of what is in memory, is gone through as it is written.</summary>
    /// <typeparam name="T">The type of the items.</typeparam>
    /// <param name="source">The sequence.</param>
    /// <returns>A stream, which starts anew each time that it is gone through.</returns>
    public static CoEnumerable<T> CoEnumerate<T>(IEnumerable<T> source) => source is IAsyncEnumerable<T> asynchronous ? asynchronous.AsStream() : source.AsStream();

    /// <summary>Whether a query is over what is in memory: the asynchronous members of a database's provider would throw.</summary>
    /// <typeparam name="T">The type of the query.</typeparam>
    /// <param name="query">The query.</param>
    /// <param name="same">The query.</param>
    public static bool IsInMemory<T>(T query, out T same)
    {
        same = query;
        return query is EnumerableQuery;
    }
}

using System.Collections;

namespace CoroutineDsl;

/// <summary>A lowered coroutine declared as <c>IEnumerable&lt;Yield&gt;</c>: each enumeration is a fresh coroutine.</summary>
internal sealed class CoroutineEnumerable(Func<Coroutine> make) : IEnumerable<Yield>
{
    public IEnumerator<Yield> GetEnumerator() => make();

    IEnumerator IEnumerable.GetEnumerator() => make();
}

/// <inheritdoc cref="CoroutineEnumerable"/>
internal sealed class CoroutineEnumerable<T>(Func<Coroutine<T>> make) : IEnumerable<Yield<T>>
{
    public IEnumerator<Yield<T>> GetEnumerator() => make();

    IEnumerator IEnumerable.GetEnumerator() => make();
}

using System.ComponentModel;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public sealed partial class Pool
{
    /// <summary>The begin of <see cref="Spawn(IEnumerator{Yield}, string?, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSpawn(Greenlet greenlet, Coroutine frame, out Greenlet value, IEnumerator<Yield> coroutine, string? name = null, TimeSpan? timeout = null) =>
        BeginSpawn(greenlet, frame, out value, Coroutine.FromIterator(coroutine), name, timeout);

    /// <summary>The begin of <see cref="Spawn{T}(IEnumerator{Yield{T}}, string?, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSpawn<T>(Greenlet greenlet, Coroutine frame, out Greenlet<T> value, IEnumerator<Yield<T>> coroutine, string? name = null, TimeSpan? timeout = null) =>
        BeginSpawnWhenFree(greenlet, frame, out value, Coroutine.FromIterator(coroutine), name, timeout);

    /// <summary>The begin of <see cref="Spawn(Coroutine, string?, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSpawn(Greenlet greenlet, Coroutine frame, out Greenlet value, Coroutine coroutine, string? name = null, TimeSpan? timeout = null) =>
        greenlet.Begin(frame, Spawn(coroutine, name, timeout), out value);

    /// <summary>The begin of <see cref="Spawn{T}(Coroutine{T}, string?, TimeSpan?)"/>, for generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool BeginSpawn<T>(Greenlet greenlet, Coroutine frame, out Greenlet<T> value, Coroutine<T> coroutine, string? name = null, TimeSpan? timeout = null) =>
        BeginSpawnWhenFree(greenlet, frame, out value, coroutine, name, timeout);
}

using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// Which hub something belongs to that one hub uses at a time: the one whose thread touched it first. A thread without a hub may touch it before, as the program that makes it does. Another hub may have it when the first one
/// has been disposed of; whoever waited there is forgotten then, since nobody wakes them any more.
/// </summary>
internal struct HubBinding
{
    private object? _bound; // a Hub; a Thread that has none

    /// <summary>Touched by the hub that the current thread runs. <c>true</c>: it was the hub's that has been disposed of, and whoever waited there is to be forgotten.</summary>
    /// <exception cref="InvalidOperationException">It belongs to another.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Check(Hub here) => !ReferenceEquals(_bound, here) && Bind(here);

    /// <summary>Touched by the current thread.</summary>
    /// <inheritdoc cref="Check(Hub)"/>
    /// <exception cref="InvalidOperationException">It belongs to a hub that the current thread does not run, or to another thread.</exception>
    public bool Check() => Hub.Here is { } here ? Check(here) : BindToThread();

    private bool Bind(Hub here)
    {
        here.CheckThread();
        var bound = Volatile.Read(ref _bound);
        if (bound is Hub { IsDisposed: false } other) other.CheckThread();
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _bound, here, bound), bound) && !ReferenceEquals(_bound, here)) Hub.ThrowWrongThread(); // another thread touched it just now
        return bound is Hub;
    }

    private bool BindToThread()
    {
        var thread = Thread.CurrentThread;
        var bound = Volatile.Read(ref _bound);
        if (ReferenceEquals(bound, thread)) return false;
        if (bound is Hub { IsDisposed: false } or Thread { IsAlive: true }) Hub.ThrowWrongThread();
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _bound, thread, bound), bound)) Hub.ThrowWrongThread();
        return bound is Hub;
    }
}

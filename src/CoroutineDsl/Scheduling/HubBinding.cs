using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// Which hub something belongs to that one hub uses at a time: the one whose thread touched it first. A thread without a hub may touch it before, as the program that makes it does. Another hub may have it when the first one
/// has been disposed of.
/// </summary>
internal struct HubBinding
{
    private object? _bound; // a Hub; a Thread that has none

    /// <summary>Touched by the hub that the current thread runs.</summary>
    /// <exception cref="InvalidOperationException">It belongs to another.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Check(Hub here)
    {
        if (!ReferenceEquals(_bound, here)) Bind(here);
    }

    /// <summary>Touched by the current thread.</summary>
    /// <exception cref="InvalidOperationException">It belongs to a hub that the current thread does not run, or to another thread.</exception>
    public void Check()
    {
        if (Hub.Here is { } here) Check(here);
        else BindToThread();
    }

    private void Bind(Hub here)
    {
        here.CheckThread();
        var bound = Volatile.Read(ref _bound);
        if (bound is Hub { IsDisposed: false } other) other.CheckThread();
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _bound, here, bound), bound) && !ReferenceEquals(_bound, here)) Hub.ThrowWrongThread(); // another thread touched it just now
    }

    private void BindToThread()
    {
        var thread = Thread.CurrentThread;
        var bound = Volatile.Read(ref _bound);
        if (ReferenceEquals(bound, thread)) return;
        if (bound is Hub { IsDisposed: false } or Thread { IsAlive: true }) Hub.ThrowWrongThread();
        if (!ReferenceEquals(Interlocked.CompareExchange(ref _bound, thread, bound), bound)) Hub.ThrowWrongThread();
    }
}

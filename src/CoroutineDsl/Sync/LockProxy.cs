namespace CoroutineDsl;

/// <summary>A lock in the debugger.</summary>
internal sealed class LockProxy(CoLock gate)
{
    public Greenlet? Owner => gate.Owner;

    public int Depth => gate.Depth;

    public int Waiting => gate.Statistics.Waiting;
}

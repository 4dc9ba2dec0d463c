namespace CoroutineDsl;

/// <summary>A lock for readers or one writer in the debugger.</summary>
internal sealed class ReaderWriterLockProxy(CoReaderWriterLock gate)
{
    public Greenlet? Writer => gate.IsWriteLocked ? gate.HeldBy.FirstOrDefault() : null;

    public Greenlet[] Readers => gate.IsWriteLocked ? [] : gate.HeldBy;

    public int ReaderCount => gate.ReaderCount;

    public int Waiting => gate.Statistics.Waiting;
}

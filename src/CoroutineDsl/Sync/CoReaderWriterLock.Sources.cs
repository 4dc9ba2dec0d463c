namespace CoroutineDsl;

public sealed partial class CoReaderWriterLock
{
    private readonly Holders _holders = new();

    private string ByWriter => _holders.First is { } writer ? $" by {writer.Name}{(writer.IsDead ? ", which has ended" : "")}" : "";

    /// <summary>Those that hold it, for the debugger; empty where it is not known of all.</summary>
    internal Greenlet[] HeldBy
    {
        get
        {
            var all = new List<Greenlet>();
            if (_holders.AreKnown) _holders.ForEach(all.Add);
            return [.. all];
        }
    }

    /// <summary>For reports: without whose progress a greenlet in line does not get it.</summary>
    private void AddOwners(bool isWriter, Action<Greenlet> add)
    {
        if (!isWriter && ReaderCount > 0 && _waiters.First?.WaitingGreenlet is { } writer) add(writer); // readers share it, so the first in line is a writer
        else if (_holders.AreKnown) _holders.ForEach(add);
    }

    private Greenlet? OwnerFor(bool isWriter) => !isWriter && ReaderCount > 0 ? _waiters.First?.WaitingGreenlet : _holders.AreKnown ? _holders.First : null;

    [System.Diagnostics.StackTraceHidden]
    private sealed class Source(CoReaderWriterLock owner, bool isWriter) : WaitSource<bool>
    {
        public CoReaderWriterLock Owner => owner;

        public bool IsWriter => isWriter;

        internal override bool IsOwned => owner._holders.AreKnown;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => owner.TryAcquire(greenlet.WaitingGreenlet, isWriter);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => owner.TryAcquire(greenlet.WaitingGreenlet, isWriter) || owner.Park(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => owner.Leave(greenlet);

        internal override bool Take(Greenlet greenlet) => !greenlet.TakeTimedOut();

        internal override void Disown(Greenlet greenlet) => owner._holders.Disown(greenlet);

        internal override string Describe(Greenlet greenlet) => isWriter ? "a lock, to write" : "a lock, to read";

        internal override Greenlet? OwnerFor(Greenlet greenlet) => owner.OwnerFor(isWriter);

        internal override void AddOwners(Greenlet greenlet, Action<Greenlet> add) => owner.AddOwners(isWriter, add);
    }

    [System.Diagnostics.StackTraceHidden]
    private sealed class HoldingSource(Source source) : WaitSource<Held>
    {
        public bool IsWriter => source.IsWriter;

        internal override bool IsOwned => source.IsOwned;

        internal override bool Try(Greenlet greenlet, object? state, long argument) => source.Try(greenlet, state, argument);

        internal override bool Begin(Greenlet greenlet, object? state, long argument) => source.Try(greenlet, state, argument) || source.Owner.Park(greenlet, this, argument);

        internal override void Cancel(Greenlet greenlet) => source.Owner.Leave(greenlet);

        internal override Held Take(Greenlet greenlet) => new(source.Owner, source.IsWriter);

        internal override void Disown(Greenlet greenlet) => source.Disown(greenlet);

        internal override string Describe(Greenlet greenlet) => source.Describe(greenlet);

        internal override Greenlet? OwnerFor(Greenlet greenlet) => source.OwnerFor(greenlet);

        internal override void AddOwners(Greenlet greenlet, Action<Greenlet> add) => source.AddOwners(greenlet, add);
    }
}

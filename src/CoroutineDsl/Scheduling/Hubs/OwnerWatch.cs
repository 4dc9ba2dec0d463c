namespace CoroutineDsl;

/// <summary>Stands among a hub's contended locks while somebody waits for what is owned: it is told of the end of an owner.</summary>
internal abstract class OwnerWatch : Waiter
{
    /// <summary>A greenlet has ended that owned something for which others wait, here or elsewhere.</summary>
    public abstract void OwnerEnded(Greenlet owner);

    internal sealed override void Wake() => throw new InvalidOperationException("It waits for nothing but the end of an owner.");
}

namespace CoroutineDsl;

/// <summary>What the end of an enumeration needs of it.</summary>
internal interface IEnumeration
{
    bool BeginDispose(Greenlet greenlet, Coroutine frame);
}

/// <summary>The wait for the end of an enumeration, which is in the suspension's state.</summary>
internal sealed class EnumeratorEnd : WaitSource
{
    public static readonly EnumeratorEnd Instance = new();

    internal override bool IsOneStep => false;

    internal override bool Begin(Greenlet greenlet, object? state, long argument) => ((IEnumeration)state!).BeginDispose(greenlet, greenlet.Leaf!);

    internal override void Cancel(Greenlet greenlet)
    {
    }

    internal override string Describe(Greenlet greenlet) => "the end of an enumeration";
}

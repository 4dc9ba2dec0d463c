namespace CoroutineDsl;

/// <summary>A post that learns of it where the hub is disposed of before it has run. What is called runs in the execution context of whoever posted.</summary>
internal abstract class SurePost
{
    private readonly ExecutionContext? _context = FlowingContext.ToFlow();

    public void Run()
    {
        if (_context is null) Do();
        else ExecutionContext.Run(_context, static post => ((SurePost)post!).Do(), this);
    }

    /// <summary>It will not run. On any thread; must neither wait nor throw.</summary>
    public abstract void HubIsGone();

    protected abstract void Do();
}

/// <summary>Two callbacks, of which one is called.</summary>
internal sealed class PostOrElse(Action callback, Action hubIsGone) : SurePost
{
    public override void HubIsGone() => hubIsGone();

    protected override void Do() => callback();
}

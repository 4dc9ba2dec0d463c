namespace CoroutineDsl.Runtime;

/// <summary>Waits for the end of a resource.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class DisposeSource(IAsyncDisposable resource) : Operation<Nothing>
{
    internal override string Describe(Greenlet greenlet) => $"the end of a {resource.GetType().Name}";

    protected override Task? Start(CancellationToken token, out Nothing value) => Started.From(resource.DisposeAsync(), out value);

    protected override Nothing ResultOf(Task task) => Started.End(task);

    protected override ValueTask<bool> GiveBack(Nothing value) => new(false);
}

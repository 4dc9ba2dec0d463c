namespace CoroutineDsl.Hosting;

/// <summary>A background service whose body is a coroutine: it runs as a greenlet of the host's hub from the host's start to its stop. Register it with <c>AddGreenletService</c>.</summary>
/// <remarks>It is made in a scope of its own, so it may take scoped services. A failure is logged and stops the host, unless <see cref="GreenletHubOptions.StopsHostOnFailure"/> says otherwise.</remarks>
public abstract partial class GreenletService
{
    /// <summary>The body. Write it as a coroutine: <c>[Coroutine] public override IEnumerator&lt;Yield&gt; Execute(CancellationToken stopping)</c> in a partial class.</summary>
    /// <param name="stopping">Cancelled when the host stops. What has not ended <see cref="GreenletHubOptions.StopGrace"/> later is killed: its <c>finally</c> blocks run.</param>
    [Coroutine]
    public abstract IEnumerator<Yield> Execute(CancellationToken stopping);
}

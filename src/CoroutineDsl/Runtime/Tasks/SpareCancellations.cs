namespace CoroutineDsl.Runtime;

/// <summary>Sources of tokens that were not cancelled, for the next wait: only for tokens that nobody keeps after the end of the wait. Of one hub, on its thread.</summary>
internal sealed class SpareCancellations
{
    private const int Most = 64;

    private static readonly HubSlot<SpareCancellations> s_ofHub = new(static _ => new());

    private readonly Stack<CancellationTokenSource> _spares = new();

    public static SpareCancellations Of(Hub hub) => s_ofHub.Of(hub);

    public CancellationTokenSource Rent() => _spares.TryPop(out var spare) ? spare : new CancellationTokenSource();

    public void Return(CancellationTokenSource cancellation)
    {
        if (_spares.Count < Most && cancellation.TryReset()) _spares.Push(cancellation);
    }
}

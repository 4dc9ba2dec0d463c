namespace CoroutineDsl.Jobs;

/// <summary>Lets many in, or one alone. Who waits to be alone keeps new ones out. For any thread.</summary>
internal sealed class AloneGate
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(bool IsAlone, TaskCompletionSource Entered)> _waiting = [];
    private int _inside;
    private bool _isAlone;

    public Task Enter(bool alone)
    {
        lock (_gate)
        {
            if (_waiting.Count == 0 && TryEnter(alone)) return Task.CompletedTask;
            var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.AddLast((alone, entered));
            return entered.Task;
        }
    }

    public void Exit()
    {
        lock (_gate)
        {
            _inside--;
            _isAlone = false;
            while (_waiting.First is { } first && TryEnter(first.Value.IsAlone))
            {
                _waiting.RemoveFirst();
                first.Value.Entered.SetResult();
            }
        }
    }

    private bool TryEnter(bool alone)
    {
        if (_isAlone || (alone && _inside > 0)) return false;
        _inside++;
        _isAlone = alone;
        return true;
    }
}

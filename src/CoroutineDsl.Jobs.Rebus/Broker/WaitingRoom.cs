using Rebus.Timeouts;

namespace CoroutineDsl.Jobs;

/// <summary>The messages in memory that are for later. (The one of Rebus cannot be emptied.) For any thread.</summary>
internal sealed class WaitingRoom(TimeProvider time) : ITimeoutManager
{
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Due, QueuedMessage Message)> _all = [];

    public int Count
    {
        get
        {
            lock (_gate) return _all.Count;
        }
    }

    public IReadOnlyList<QueuedMessage> Messages()
    {
        lock (_gate) return [.. _all.Select(waiting => waiting.Message)];
    }

    public IReadOnlyList<QueuedMessage> TakeAll()
    {
        lock (_gate)
        {
            QueuedMessage[] all = [.. _all.Select(waiting => waiting.Message)];
            _all.Clear();
            return all;
        }
    }

    public Task Defer(DateTimeOffset approximateDueTime, Dictionary<string, string> headers, byte[] body)
    {
        lock (_gate) _all.Add((approximateDueTime, new(headers, body)));
        return Task.CompletedTask;
    }

    /// <summary>Those that are due, each once. What is not sent on comes back when all have had their turn.</summary>
    public Task<DueMessagesResult> GetDueMessages()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var left = _all.Where(waiting => waiting.Due <= now).OrderBy(waiting => waiting.Due).ToHashSet();
            _all.RemoveAll(left.Contains);
            var due = left.Select(waiting => new DueMessage(new(waiting.Message.Headers), waiting.Message.Body, () => Do(() => left.Remove(waiting)))).ToArray();
            return Task.FromResult(new DueMessagesResult(due, () => Do(() => _all.AddRange(left))));
        }
    }

    private Task Do(Action change)
    {
        lock (_gate) change();
        return Task.CompletedTask;
    }
}

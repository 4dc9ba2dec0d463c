namespace CoroutineDsl.Patching;

/// <summary>The task of a body that runs as a greenlet. Its failure is the task's, as of any task, and is reported nowhere else; a kill cancels the task.</summary>
internal static class StartedTask
{
    public static Task Of(Action action, CancellationToken token) => Of(() =>
    {
        action();
        return true;
    }, action.Method.Name, token);

    public static Task<T> Of<T>(Func<T> function, CancellationToken token) => Of(function, function.Method.Name, token);

    private static Task<T> Of<T>(Func<T> function, string name, CancellationToken token)
    {
        if (token.IsCancellationRequested) return Task.FromCanceled<T>(token);
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var greenlet = Greenlet.Spawn(() =>
        {
            try
            {
                token.ThrowIfCancellationRequested();
                completion.TrySetResult(function());
            }
            catch (OperationCanceledException e) when (e.CancellationToken == token && token.IsCancellationRequested)
            {
                completion.TrySetCanceled(token);
            }
            catch (Exception e) when (e is not GreenletExit)
            {
                completion.TrySetException(e);
            }
        }, name);
        // killed, or its hub is gone
        greenlet.OnEndOrDisposal(_ => completion.TrySetCanceled(CancellationToken.None));
        return completion.Task;
    }
}

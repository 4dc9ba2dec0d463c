namespace CoroutineDsl.Oracle;

/// <summary>Runs an <c>async</c> body on a loop of its own.</summary>
internal static class AsyncRunner
{
    public static Outcome Run(Func<Task> start, Injection injection, int at)
    {
        lock (Oracle.Run.Gate)
            return RunHere(start, injection, at);
    }

    private static Outcome RunHere(Func<Task> start, Injection injection, int at)
    {
        var run = Oracle.Run.Current = new Run(injection, at);
        var task = AsyncLoop.Run(start);
        if (!task.IsCompleted)
            return Outcome.Of(run, "!! does not complete");
        if (task.Exception is { } failure)
            return Outcome.Of(run, Outcome.Failure(failure.InnerException!));
        if (task.IsCanceled)
            return Outcome.Of(run, "!! cancelled");
        var result = task.GetType().GetProperty("Result") is { } property && property.PropertyType.Name != "VoidTaskResult" ? property.GetValue(task) : null;
        return Outcome.Of(run, Outcome.Value(result));
    }
}

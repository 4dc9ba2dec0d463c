namespace CoroutineDsl;

/// <summary>The outcome of a call that another thread makes.</summary>
internal static class CallOutcome
{
    /// <param name="function">What is called.</param>
    /// <param name="call">Makes the call; throws nothing.</param>
    public static Task<T> Of<T>(Func<T> function, out Action call)
    {
        var completion = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        call = () =>
        {
            try
            {
                completion.SetResult(function());
            }
            catch (Exception exception)
            {
                completion.SetException(exception);
            }
        };
        return completion.Task;
    }
}

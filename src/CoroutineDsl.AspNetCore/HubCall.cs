namespace CoroutineDsl.AspNetCore;

/// <summary>What is done on a hub, as a task for whoever is elsewhere. It fails with an <see cref="ObjectDisposedException"/> where the hub is disposed of first.</summary>
internal static class HubCall
{
    public static Task On(Hub hub, Action action) => On(hub, () =>
    {
        action();
        return true;
    });

    public static Task<T> On<T>(Hub hub, Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Post(Do, () => done.TrySetException(HubIsGone()));
        return done.Task;

        void Do()
        {
            try
            {
                done.SetResult(function());
            }
            catch (Exception exception)
            {
                done.SetException(exception);
            }
        }
    }

    public static ObjectDisposedException HubIsGone() => new(nameof(Hub), "The hub was disposed of before this was done there.");
}

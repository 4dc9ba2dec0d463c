using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;

namespace CoroutineDsl.Tests.Net;

/// <summary>Runs a test's coroutine on a hub of its own, over the selector named. One that hangs fails with the hub's dump.</summary>
internal static class OnHub
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static void Run(string selector, Func<IEnumerator<Yield>> body)
    {
        using var hub = new Hub(new HubOptions { Selector = () => EverySelector.Make(selector) });
        var unhandled = new List<Exception>();
        hub.UnhandledException = (_, exception) => unhandled.Add(exception);
        var test = Greenlet.Spawn(body(), "test");
        test.Join(Patience).Await();
        Assert.True(test.IsReady, hub.Dump());
        test.Get().Await();
        Assert.Empty(unhandled);
    }

    /// <summary>Waits for a task of another thread without blocking the hub; fails if it does not end.</summary>
    public static Task Bounded(this Task task) => task.WaitAsync(Patience);

    /// <inheritdoc cref="Bounded(Task)"/>
    public static Task<T> Bounded<T>(this Task<T> task) => task.WaitAsync(Patience);
}

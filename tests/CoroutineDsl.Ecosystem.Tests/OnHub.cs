using Xunit;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>A hub of its own on a thread of its own: one that hangs costs its test and no other.</summary>
internal static class OnHub
{
    public static Task Run(Func<IEnumerator<Yield>> body) => Task.Factory.StartNew(() =>
    {
        using var hub = new Hub(new HubOptions());
        var unhandled = new List<Exception>();
        hub.UnhandledException = (_, exception) => unhandled.Add(exception);
        var test = Greenlet.Spawn(body(), "test");
        test.Join(TimeSpan.FromMinutes(4)).Await();
        Assert.True(test.IsReady, hub.Dump());
        test.Get().Await();
        Assert.Empty(unhandled);
    }, TaskCreationOptions.LongRunning);
}

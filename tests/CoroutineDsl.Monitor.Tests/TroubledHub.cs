using TroubledServer;
using Xunit;

namespace CoroutineDsl.Monitor.Tests;

/// <summary>The server of "How it is judged", on a thread of its own, with its monitor. One for all tests of the class.</summary>
public sealed class TroubledHub : IDisposable
{
    private readonly HubGroup _group = new(1, new HubOptions { Name = "troubled", MaxBlockingTime = null });

    public TroubledHub()
    {
        Output = new StringWriter();
        Monitor = HubMonitor.Start(0, new HubMonitorOptions { Output = Output, SocketPath = Path.Combine(Directory.CreateTempSubdirectory("monitor").FullName, "m.sock") });
        _group.Spawn(() => Begin()).Wait(TimeSpan.FromMinutes(1));
    }

    public StringWriter Output { get; }

    public HubMonitor Monitor { get; }

    public Hub Hub => _group[0];

    public GreenletTree Tree() => GreenletTree.Capture(Hub);

    /// <summary>Looks until a condition holds; two minutes at most.</summary>
    public static async Task<T> Until<T>(Func<Task<T>> look, Func<T, bool> holds)
    {
        for (var tries = 0; ; tries++)
        {
            var seen = await look();
            if (holds(seen)) return seen;
            Assert.True(tries < 600, $"it did not come: {seen}");
            await Task.Delay(200);
        }
    }

    public void Dispose()
    {
        Monitor.Dispose();
        _group.Dispose();
    }

    private static IEnumerator<Yield> Begin()
    {
        new Troubles().Start();
        yield break;
    }
}

using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Batteries;

/// <summary>Storms of connections: a slice of each by default, all of it where the environment variable COROUTINE_BATTERIES is "full".</summary>
internal static class Battery
{
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("COROUTINE_BATTERIES") == "full";

    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(IsFull ? 15 : 2);

    public static int Count(int slice, int full) => IsFull ? full : slice;

    /// <summary>Runs a storm twice; after the second, descriptors and memory are what they were after the first.</summary>
    public static void LeavesNothing(Func<IEnumerator<Yield>> storm)
    {
        using var hub = new Hub(new HubOptions());
        hub.UnhandledException = (_, exception) => Assert.True(exception is System.Net.Sockets.SocketException, exception.ToString());
        Run();
        var (descriptors, bytes) = Footprint();
        Run();
        var (descriptorsAfter, bytesAfter) = Footprint();
        Assert.InRange(descriptorsAfter, 0, descriptors + 2);
        Assert.InRange(bytesAfter - bytes, long.MinValue, 1_000_000);

        void Run()
        {
            var greenlet = Greenlet.Spawn(storm(), "storm");
            greenlet.Join(Patience).Await();
            Assert.True(greenlet.IsReady, "the storm did not end");
            greenlet.Get().Await();
        }
    }

    private static (int Descriptors, long Bytes) Footprint()
    {
        Greenlet.Sleep(TimeSpan.FromMilliseconds(20)).Await();
        for (var i = 0; i < 2; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return (Descriptors.Count, GC.GetTotalMemory(forceFullCollection: true));
    }
}

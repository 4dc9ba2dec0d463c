using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Waits;

/// <summary>Suspensions are cold: to make one does nothing, and to drop it loses nothing. For every public member that makes one; what acts at the call says so by its attribute.</summary>
public sealed class ColdTests
{
    public static TheoryData<string> Waits => [.. PublicWaits.Names];

    [Theory, MemberData(nameof(Waits))]
    public void Made_and_dropped_it_changes_nothing(string wait)
    {
        var method = PublicWaits.Find(wait);
        if (PublicWaits.ActsAtCall(method)) return;
        var scenes = 0;
        foreach (var make in Scenes.For(method))
        {
            using var hub = new Hub(new HubOptions());
            using var scene = make();
            scenes++;
            Settle();
            var before = scene.State;
            scene.Enter?.Invoke();
            scene.Make(method);
            scene.Make(method);
            scene.Leave?.Invoke();
            Settle();
            Assert.True(before == scene.State, $"{wait} of {scene.Name}, dropped, changes\n{before}\nto\n{scene.State}");
        }

        Assert.True(scenes > 0, $"no scene for {wait}: add one to Scenes, or mark what acts at the call as [ActsAtCall]");
    }

    /// <summary>Whoever is ready runs, and whoever that makes ready, until nothing happens any more.</summary>
    private static void Settle()
    {
        for (var i = 0; i < 5; i++) Sleep().Await();
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

public sealed partial class KillTests
{
    public enum Beginning
    {
        Created,
        Spawned,
        Later,
    }

    public static TheoryData<Beginning, bool> NotRunYet => new()
    {
        { Beginning.Created, true }, { Beginning.Created, false },
        { Beginning.Spawned, true }, { Beginning.Spawned, false },
        { Beginning.Later, true }, { Beginning.Later, false },
    };

    [Theory, MemberData(nameof(NotRunYet))]
    [Trait("Row", "44"), Trait("Row", "45"), Trait("Row", "49"), Trait("Row", "50"), Trait("Row", "62"), Trait("Row", "64")]
    public void One_that_has_not_run_never_will(Beginning beginning, bool wait)
    {
        using var hub = Start();
        var greenlet = NotRun(beginning);
        var ends = 0;
        greenlet.Link(_ => ends++);
        if (wait) greenlet.Kill().Await();
        else _ = greenlet.Kill();
        Check(greenlet);
        _ = greenlet.Kill(new InvalidOperationException());
        Sleep(Seconds(10)).Await();
        Check(greenlet);
        Assert.Equal(1, ends);
        Assert.Empty(Log);
        Assert.Empty(Reported);

        static void Check(Greenlet greenlet)
        {
            Assert.True(greenlet.IsReady);
            Assert.True(greenlet.IsSuccessful);
            Assert.IsType<GreenletExit>(greenlet.Value);
            Assert.Null(greenlet.Exception);
        }
    }

    [Theory, MemberData(nameof(NotRunYet))]
    [Trait("Row", "47"), Trait("Row", "49"), Trait("Row", "50"), Trait("Row", "65")]
    public void One_that_has_not_run_fails_with_the_exception_of_its_kill(Beginning beginning, bool all)
    {
        using var hub = Start();
        var greenlet = NotRun(beginning);
        var ends = 0;
        greenlet.Link(_ => ends++);
        var reason = new InvalidOperationException();
        if (all) KillAll([greenlet], reason).Await();
        else greenlet.Kill(reason).Await();
        Assert.False(greenlet.IsSuccessful);
        Assert.Same(reason, greenlet.Exception);
        Assert.Null(greenlet.Value);
        Assert.Same(reason, Assert.Throws<InvalidOperationException>(() => greenlet.Get().Await()));
        Sleep(Seconds(10)).Await();
        Assert.Equal(1, ends);
        Assert.Empty(Log);
    }

    [Theory, MemberData(nameof(NotRunYet)), Trait("Row", "46"), Trait("Row", "49"), Trait("Row", "50"), Trait("Row", "265")]
    public void KillAll_of_those_that_have_not_run(Beginning beginning, bool wait)
    {
        using var hub = Start();
        var greenlets = new[] { NotRun(beginning), NotRun(beginning) };
        if (wait) KillAll(greenlets).Await();
        else _ = KillAll(greenlets);
        Assert.All(greenlets, greenlet => Assert.IsType<GreenletExit>(greenlet.Value));
        Sleep(Seconds(10)).Await();
        Assert.Empty(Log);
    }

    [Fact, Trait("Row", "266")]
    public void KillAll_of_those_that_would_resist_but_have_not_run()
    {
        using var hub = Start();
        var greenlets = Enumerable.Range(0, 5).Select(_ => Spawn(new CatchesExit(Log))).ToArray();
        Assert.Equal(5, KillAll(greenlets, timeout: Seconds(0.5)).Await().Length);
        Assert.Empty(Log);
        Assert.Equal(0, Now);
    }

    [Fact, Trait("Row", "51")]
    public void KillAll_takes_a_greenlet_that_was_never_started()
    {
        using var hub = Start();
        var greenlet = Create(Named("a"));
        KillAll(greenlet).Await();
        Assert.IsType<GreenletExit>(greenlet.Value);
    }

    private Greenlet NotRun(Beginning beginning) => beginning switch
    {
        Beginning.Created => Create(Named("ran")),
        Beginning.Spawned => Spawn(Named("ran")),
        _ => SpawnLater(Seconds(1), Named("ran")),
    };
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>What runs between two batches is no greenlet, whatever state the main program is in.</summary>
public sealed class CallbackTests : HubTest
{
    [Fact]
    public void A_callback_that_waits_is_refused_also_when_the_main_program_was_just_woken()
    {
        using var hub = Start();
        var result = new AsyncResult<long>();
        hub.Post(() => result.Set(42));
        hub.Post(() => Sleep(1).Await());
        Assert.Equal(42, result.Get().Await());
        Sleep().Await();
        Assert.IsType<BlockingSwitchOutException>(Assert.Single(Reported).Failure);
    }
}

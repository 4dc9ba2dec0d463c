using Xunit;

[assembly: CoroutineDsl.Blocking("M:CoroutineDsl.Tests.Patching.OffloadInTurnTests.Device.Read")]
[assembly: CoroutineDsl.Blocking("M:CoroutineDsl.Tests.Patching.OffloadInTurnTests.Device.Meet", IsConcurrent = true)]

namespace CoroutineDsl.Tests.Patching;

/// <summary>What can only be moved to the thread pool is not parallel there: the calls on one object are made one after the other, in order.</summary>
[Patch]
public partial class OffloadInTurnTests : HubTest
{
    [Theory, InlineData(true), InlineData(false)]
    public void The_calls_on_an_object_are_made_one_after_the_other(bool isPlain)
    {
        Run(All(Enumerable.Range(0, 20).Select(i => isPlain ? ReadsPlainly(_device) : Reads(_device))));
        Assert.Equal(Enumerable.Range(1, 20), _device.Numbers);
    }

    [Fact]
    public void Those_that_wait_for_each_other_are_not()
    {
        Run(All([Meets(_device), Meets(_device)]));
        Assert.Equal("met met", Trace);
    }

    [Fact]
    public void A_failure_is_that_of_its_call()
    {
        Run(Fails());
        Assert.Equal("failed 2", Trace);
    }

    private readonly Device _device = new();

    [Coroutine]
    private IEnumerator<Yield> All(IEnumerable<IEnumerator<Yield>> coroutines)
    {
        Greenlet.JoinAll(coroutines.Select(coroutine => Greenlet.Spawn(coroutine)), raiseError: true).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Reads(Device device)
    {
        device.Read();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReadsPlainly(Device device)
    {
        ReadPlainly(device);
        yield break;
    }

    private static void ReadPlainly(Device device) => device.Read();

    [Coroutine]
    private IEnumerator<Yield> Meets(Device device)
    {
        device.Meet();
        Add("met");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Fails()
    {
        var owner = new object();
        var failing = Greenlet.Spawn(Hub.Current.Offload<int>(owner, () => throw new InvalidOperationException("failed")));
        var second = Greenlet.Spawn(Hub.Current.Offload(owner, () => 2));
        try
        {
            failing.Get().Await();
        }
        catch (InvalidOperationException e)
        {
            Add(e.Message);
        }

        Add($"{second.Get().Await()}");
        yield break;
    }

    [Patch(Patch.None)]
    public sealed class Device
    {
        private readonly Barrier _meeting = new(2);
        private int _inside;

        public List<int> Numbers { get; } = [];

        public void Read()
        {
            Assert.Equal(1, Interlocked.Increment(ref _inside));
            var next = Numbers.Count + 1;
            Thread.Yield();
            Numbers.Add(next);
            Interlocked.Decrement(ref _inside);
        }

        public void Meet() => _meeting.SignalAndWait();
    }
}

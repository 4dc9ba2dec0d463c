using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Classics;

/// <summary>The examples of SimPy: processes on a clock that jumps.</summary>
public sealed partial class SimulationPrograms : HubTest
{
    private string At => FormattableString.Invariant($"{Now}");

    [Fact]
    public void Two_clocks()
    {
        Run(Clocks());
        Assert.Equal("fast 0, slow 0, fast 0.5, slow 1, fast 1, fast 1.5,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Clocks()
    {
        var clocks = new Group();
        clocks.Spawn(Ticks("fast", 0.5));
        clocks.Spawn(Ticks("slow", 1));
        clocks.Join(Seconds(1.9)).Await();
        yield return clocks.Kill();
    }

    [Coroutine]
    private IEnumerator<Yield> Ticks(string name, double period)
    {
        while (true)
        {
            Add($"{name} {At},");
            yield return Sleep(Seconds(period));
        }
    }

    [Fact]
    public void Bank_whose_customers_lose_patience()
    {
        Run(Bank());
        Assert.Equal("1 served at 0, 2 gone at 3, 3 served at 5, 4 gone at 9,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Bank()
    {
        var counter = new CoSemaphore();
        var customers = new Group();
        for (var i = 1; i <= 4; i++)
        {
            customers.Spawn(Customer(i, counter));
            Sleep(Seconds(i == 3 ? 4 : 1)).Await();
        }

        yield return customers.Join();
    }

    [Coroutine]
    private IEnumerator<Yield> Customer(int number, CoSemaphore counter)
    {
        if (!counter.Acquire(Seconds(number == 3 ? 9 : number == 4 ? 3 : 2)).Await())
        {
            Add($"{number} gone at {At},");
            yield break;
        }

        Add($"{number} served at {At},");
        yield return Sleep(Seconds(5));
        counter.Release();
    }

    [Fact]
    public void Car_wash()
    {
        Run(Wash());
        Assert.Equal("1 in 0 2 in 0 1 out 5 2 out 5 3 in 5 4 in 5 3 out 10 4 out 10", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Wash()
    {
        var machines = new CapacityLimiter(2);
        yield return JoinAll(SpawnAll(Enumerable.Range(1, 4), car => Washed(car, machines)));
    }

    [Coroutine]
    private IEnumerator<Yield> Washed(int car, CapacityLimiter machines)
    {
        using var machine = machines.Hold().Await();
        Add($"{car} in {At}");
        yield return Sleep(Seconds(5));
        Add($"{car} out {At}");
    }

    [Fact]
    public void Machine_shop()
    {
        Run(Shop());
        Assert.Equal("broken at 7 with 3 left, repaired at 9, part at 12, part at 22, closed at 25", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Shop()
    {
        var breakdowns = new CoChannel<string>();
        var machine = Spawn(Machine(breakdowns));
        Sleep(Seconds(7)).Await();
        breakdowns.Put("a bearing").Await();
        Sleep(Seconds(18)).Await();
        machine.Kill().Await();
        Add($"closed at {At}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Machine(CoChannel<string> breakdowns)
    {
        while (true)
        {
            var left = 10.0;
            while (left > 0)
            {
                var started = Now;
                if (Choose(Sleep(Seconds(left)), breakdowns.Get()).Await().Index == 0) break;
                left -= Now - started;
                Add(FormattableString.Invariant($"broken at {Now} with {left} left,"));
                Sleep(Seconds(2)).Await();
                Add($"repaired at {At},");
            }

            Add($"part at {At},");
        }

        yield break;
    }

    [Fact]
    public void Cinema_that_sells_out()
    {
        Run(Cinema());
        Assert.Equal("1 has 3, 2 has 2, 3 leaves, 4 leaves,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Cinema()
    {
        var (counter, soldOut) = (new CoSemaphore(isFair: true), new CoEvent());
        yield return JoinAll(SpawnAll(Enumerable.Range(1, 4), visitor => Visitor(visitor, 4 - visitor, counter, soldOut)));
    }

    private int _tickets = 6;

    [Coroutine]
    private IEnumerator<Yield> Visitor(int number, int wanted, CoSemaphore counter, CoEvent soldOut)
    {
        if (Choose(soldOut.Wait(), counter.Acquire()).Await().Index == 0)
        {
            Add($"{number} leaves,");
            yield break;
        }

        Sleep(Seconds(1)).Await();
        if (_tickets > wanted)
        {
            _tickets -= wanted;
            Add($"{number} has {wanted},");
        }
        else
        {
            Add($"{number} leaves,");
        }

        if (_tickets < 2) soldOut.Set();
        counter.Release();
    }

    [Fact]
    public void Cable_that_delays()
    {
        Run(Cable());
        Assert.Equal("sent 0 got 0 at 10, sent 5 got 5 at 15, sent 10 got 10 at 20,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Cable()
    {
        var cable = new CoQueue<double>();
        Spawn(Sends(cable));
        for (var i = 0; i < 3; i++)
        {
            var sent = cable.Get().Await();
            Add(FormattableString.Invariant($"sent {sent} got {sent} at {Now},"));
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Sends(CoQueue<double> cable)
    {
        for (var i = 0; i < 3; i++)
        {
            SpawnLater(Seconds(10), cable.Put(Now));
            yield return Sleep(Seconds(5));
        }
    }
}

using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Classics;

/// <summary>The problems by which synchronization is taught ("The Little Book of Semaphores").</summary>
public sealed partial class TextbookPrograms : HubTest
{
    [Fact]
    public void Dining_philosophers()
    {
        Run(Dinner(5, 20));
        Assert.Equal("100 meals", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Dinner(int philosophers, int meals)
    {
        var forks = Enumerable.Range(0, philosophers).Select(_ => new CoLock()).ToArray();
        var seats = new CapacityLimiter(philosophers - 1);
        JoinAll(SpawnAll(Enumerable.Range(0, philosophers), i => Dines(meals, seats, forks[i], forks[(i + 1) % philosophers])), raiseError: true).Await();
        Add($"{_meals} meals");
        yield break;
    }

    private int _meals;

    [Coroutine]
    private IEnumerator<Yield> Dines(int meals, CapacityLimiter seats, CoLock left, CoLock right)
    {
        for (var i = 0; i < meals; i++)
        {
            Sleep(1).Await(); // thinks
            using (seats.Hold().Await())
            using (left.Hold().Await())
            using (right.Hold().Await())
            {
                Sleep(1).Await(); // eats
                _meals++;
            }
        }

        yield break;
    }

    [Fact]
    public void Sleeping_barber()
    {
        Run(Shop());
        Assert.Equal("3 turned away, 4 turned away, 0 shorn at 10, 1 shorn at 20, 2 shorn at 30,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Shop()
    {
        var chairs = new CoQueue<(int Customer, CoEvent Shorn)>(2);
        var barber = Spawn(Barber(chairs));
        JoinAll(SpawnAll(Enumerable.Range(0, 5), i => Customer(i, chairs))).Await();
        yield return barber.Kill();
    }

    [Coroutine]
    private static IEnumerator<Yield> Barber(CoQueue<(int Customer, CoEvent Shorn)> chairs)
    {
        foreach (var (_, shorn) in chairs)
        {
            Sleep(Seconds(10)).Await();
            shorn.Set();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Customer(int number, CoQueue<(int Customer, CoEvent Shorn)> chairs)
    {
        Sleep(Seconds(number)).Await();
        var shorn = new CoEvent();
        if (!chairs.TryPut((number, shorn)))
        {
            Add($"{number} turned away,");
            yield break;
        }

        shorn.Wait().Await();
        Add($"{number} shorn at {Now},");
    }

    [Fact]
    public void Readers_and_writers()
    {
        Run(Library());
        Assert.Equal("reader of 2, reader of 2, writer alone, reader of 1,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Library()
    {
        var gate = new CoReaderWriterLock();
        var readers = SpawnAll(Enumerable.Range(0, 2), _ => Reads(gate));
        Sleep(5).Await();
        var writer = Spawn(Writes(gate));
        Sleep(1).Await();
        var late = Spawn(Reads(gate));
        yield return JoinAll([.. readers, writer, late]);
    }

    [Coroutine]
    private IEnumerator<Yield> Reads(CoReaderWriterLock gate)
    {
        using var held = gate.HoldRead().Await();
        Sleep(1).Await();
        Add($"reader of {gate.ReaderCount},");
        yield return Sleep(10);
    }

    [Coroutine]
    private IEnumerator<Yield> Writes(CoReaderWriterLock gate)
    {
        using var held = gate.HoldWrite().Await();
        Sleep(10).Await();
        Add(gate.ReaderCount == 0 ? "writer alone," : "writer beside readers,");
        yield break;
    }

    [Fact]
    public void Cigarette_smokers()
    {
        Run(Smokers());
        Assert.Equal("matches smokes, tobacco smokes, paper smokes, matches smokes,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Smokers()
    {
        var table = new CoBroadcast<string>();
        var done = new CoSemaphore(0);
        var smokers = new Group();
        foreach (var own in new[] { "tobacco", "paper", "matches" }) smokers.Spawn(Smokes(own, table, done));
        Sleep(0).Await();
        foreach (var missing in new[] { "matches", "tobacco", "paper", "matches" })
        {
            table.Publish(missing).Await(); // the other two lie on the table
            done.Acquire().Await();
        }

        yield return smokers.Kill();
    }

    [Coroutine]
    private IEnumerator<Yield> Smokes(string own, CoBroadcast<string> table, CoSemaphore done)
    {
        foreach (var missing in table)
        {
            if (missing != own) continue;
            Add($"{own} smokes,");
            done.Release();
        }

        yield break;
    }

    [Fact]
    public void Water_from_hydrogen_and_oxygen()
    {
        Run(Reaction());
        Assert.Equal("HHO HHO HHO", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Reaction()
    {
        var (hydrogen, oxygen) = (new CoSemaphore(2), new CoSemaphore(1));
        var molecule = new List<char>();
        var bond = new CoBarrier(3, () =>
        {
            Add(string.Concat(molecule.Order()));
            molecule.Clear();
        });
        yield return JoinAll(SpawnAll("OOHHHHOHH", atom => Bonds(atom, atom == 'H' ? hydrogen : oxygen, bond, molecule)), raiseError: true);
    }

    [Coroutine]
    private static IEnumerator<Yield> Bonds(char atom, CoSemaphore room, CoBarrier bond, List<char> molecule)
    {
        room.Acquire().Await();
        molecule.Add(atom);
        bond.Wait().Await();
        room.Release();
        yield break;
    }

    [Fact]
    public void Santa_Claus()
    {
        Run(NorthPole());
        Assert.Equal("elves 0 1 2, reindeer, elves 3 4 5,", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> NorthPole()
    {
        var (elves, reindeer) = (new CoQueue<int>(), new CoQueue<int>());
        var (threeElves, allReindeer) = (new CoChannel<List<int>>(), new CoChannel<List<int>>());
        var staff = new Group();
        staff.Spawn(Gathers(elves, 3, threeElves));
        staff.Spawn(Gathers(reindeer, 9, allReindeer));
        for (var i = 0; i < 6; i++) SpawnLater(Seconds(i < 3 ? 1 : 5), elves.Put(i));
        for (var i = 0; i < 9; i++) SpawnLater(Seconds(i * 0.5), reindeer.Put(i));
        for (var i = 0; i < 3; i++)
        {
            var choice = Choose(allReindeer.Get(), threeElves.Get()).Await(); // reindeer first
            Sleep(Seconds(3)).Await();
            Add(choice.Index == 0 ? "reindeer," : $"elves {string.Join(' ', choice.Item2)},");
        }

        yield return staff.Kill();
    }

    [Coroutine]
    private static IEnumerator<Yield> Gathers(CoQueue<int> comers, int count, CoChannel<List<int>> groups)
    {
        while (true)
        {
            var group = new List<int>();
            while (group.Count < count) group.Add(comers.Get().Await());
            yield return groups.Put(group);
        }
    }

    [Fact]
    public void Bounded_buffer_by_conditions()
    {
        Run(Buffer());
        Assert.Equal("0 1 2 3 4 5 6 7 8 9 at most 3", Trace);
    }

    [Coroutine]
    private IEnumerator<Yield> Buffer()
    {
        var gate = new CoLock();
        var (notEmpty, notFull) = (new CoCondition(gate), new CoCondition(gate));
        var buffer = new Queue<int>();
        var producer = Spawn(Produces(buffer, notEmpty, notFull));
        var most = 0;
        for (var i = 0; i < 10; i++)
        {
            using (gate.Hold().Await())
            {
                while (buffer.Count == 0) notEmpty.Wait().Await();
                most = Math.Max(most, buffer.Count);
                Add($"{buffer.Dequeue()}");
                notFull.Notify();
            }

            Sleep(i % 3).Await();
        }

        producer.Join().Await();
        Add($"at most {most}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Produces(Queue<int> buffer, CoCondition notEmpty, CoCondition notFull)
    {
        for (var i = 0; i < 10; i++)
        {
            using var held = notFull.Lock.Hold().Await();
            while (buffer.Count == 3) notFull.Wait().Await();
            buffer.Enqueue(i);
            notEmpty.Notify();
        }

        yield break;
    }
}

// says: 1 2 3 4 5 6 7 8 9
namespace TwinTraps;

// each of these was once reported as blocking by some analyzer, and is not
public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var traps = new Traps();
        Say(traps.Next());
        Say(traps.Add(2));
        Say(traps.Make());
        Say(traps.Fire());
        Say(traps.Narrow(5));
        Say(traps.Old(6));
        Say(traps.Hidden(7));
        Say(NUnit.Framework.Assert.That(8));
        Say(new Cached().Load());
        yield break;
    }

    class Traps
    {
        public int Next() => 1;
        public Task<int> NextAsync(int howMany) => Task.FromResult(howMany);              // asks for more
        public int Add(int item) => item;
        public Task<int> AddAsync(Func<int> item) => Task.FromResult(item());             // takes something else
        public int Make() => 3;
        public void MakeAsync() { }                                                       // gives nothing to wait for
        public int Fire() => 4;
        public Task FireAsync() => Task.CompletedTask;                                    // gives another value
        public int Narrow(int wide) => wide;
        public Task<int> NarrowAsync() => Task.FromResult(0);                             // takes fewer
        public int Old(int x) => x;
        [Obsolete("use Old")] public Task<int> OldAsync(int x) => Task.FromResult(x);     // not to be used
        public int Hidden(int x) => x + {|CORO018:HiddenAsync(0).GetAwaiter().GetResult()|};
        private Task<int> HiddenAsync(int x) => Task.FromResult(x);                       // out of reach
    }

    partial class Cached
    {
        [Coroutine]
        public IEnumerator<Yield<int>> LoadAsync() { yield return Load(); }               // the twin itself

        public int Load() => 9;
    }
}

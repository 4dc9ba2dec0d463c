using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using CoroutineDsl;
using CoroutineDsl.Oracle;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Oracle.Common;
using static CoroutineDsl.Oracle.Script;

namespace Bodies;

public static partial class Instances
{
    private partial class Account(string owner, int balance)
    {
        private int _version;

        protected int Version => _version;

        [Coroutine]
        public IEnumerator<Yield<int>> Deposit(int amount)
        {
            Log($"{owner} deposits {amount}");
            balance += Value(amount).Await();
            _version++;
            this._version += Value(1).Await();
            yield return balance;
        }

        [Coroutine]
        public IEnumerator<Yield> Twice(int amount)
        {
            Deposit(amount).Await();
            var after = this.Deposit(amount).Await();
            Log($"{after} {_version} {ToString()}");
            yield break;
        }

        [Coroutine]
        public IEnumerator<Yield> Capturing()
        {
            var n = Value(1).Await();
            Func<string> text = () => $"{owner} {_version} {n}";
            Step(1).Await();
            n++;
            _version = 50;
            Log(text());
            yield break;
        }

        public override string ToString() => $"{owner}:{balance}";
    }

    private sealed partial class Savings(string owner) : Account(owner, 100)
    {
        [Coroutine]
        public IEnumerator<Yield> Compare()
        {
            Step(Version).Await();
            Log(base.ToString());
            Log($"{base.Deposit(Value(1).Await()).Await()} {base.Version}");
            yield break;
        }

        public override string ToString() => "savings " + base.ToString();
    }

    private partial struct Wallet
    {
        public int Coins;

        [Coroutine]
        public IEnumerator<Yield<int>> Spend(int amount)
        {
            Coins -= Value(amount).Await();
            Coins--;
            Step(Coins).Await();
            yield return Coins;
        }
    }

    private partial record struct Pair(int A, int B)
    {
        [Coroutine]
        public readonly IEnumerator<Yield<int>> Total()
        {
            yield return A + Value(B).Await();
        }
    }

    private partial record Node(string Name, Node? Next)
    {
        [Coroutine]
        public IEnumerator<Yield<string>> Path()
        {
            Step(Name).Await();
            yield return Next is null ? Name : Name + "/" + Next.Path().Await();
        }
    }

    private partial class Cache<TKey, TValue>(Func<TKey, TValue> make) where TKey : notnull where TValue : class
    {
        private readonly Dictionary<TKey, TValue> _items = [];

        [Coroutine]
        public IEnumerator<Yield<TValue>> Get(TKey key)
        {
            if (!_items.TryGetValue(key, out var item))
            {
                Log($"make {key}");
                item = Value(make(key)).Await();
                _items[key] = item;
            }
            SetResult(item);
            yield break;
        }

        [Coroutine]
        public IEnumerator<Yield<(TValue, TOther)>> With<TOther>(TKey key, TOther other) where TOther : struct
        {
            yield return (Get(key).Await(), Value(other).Await());
        }

        public sealed partial class Inner
        {
            [Coroutine]
            public IEnumerator<Yield<TKey>> Echo(TKey key)
            {
                SetResult(Value(key).Await());
                yield break;
            }
        }
    }

    [Coroutine]
    public static IEnumerator<Yield> Methods()
    {
        var account = new Account("ann", 10);
        Log($"{account.Deposit(5).Await()}");
        account.Twice(1).Await();
        account.Capturing().Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Inheritance()
    {
        var savings = new Savings("bob");
        savings.Compare().Await();
        savings.Twice(2).Await();
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Structs()
    {
        var wallet = new Wallet { Coins = 10 };
        Log($"{wallet.Spend(3).Await()} {wallet.Coins}");
        var pair = new Pair(1, 2);
        Log($"{pair.Total().Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Records()
    {
        Log(new Node("a", new Node("b", new Node("c", null))).Path().Await());
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Generics()
    {
        var cache = new Cache<int, string>(n => $"made {n}");
        Log(cache.Get(1).Await());
        Log(cache.Get(1).Await());
        Log($"{cache.With(2, 2.5m).Await()}");
        Log($"{new Cache<int, string>.Inner().Echo(7).Await()}");
        yield break;
    }

    [Coroutine]
    public static IEnumerator<Yield> Extensions()
    {
        Log("abc".Spell("-").Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Spell(this string text, string separator)
    {
        var result = "";
        foreach (var c in text)
            result += Value(c).Await() + separator;
        yield return result;
    }

    [Coroutine]
    public static IEnumerator<Yield> Overloads()
    {
        Log(Show(1).Await() + Show("s").Await() + Show(1, 2).Await());
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Show(int n)
    {
        yield return $"int {Value(n).Await()} ";
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Show(string s)
    {
        yield return $"string {Value(s).Await()} ";
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Show(params int[] many)
    {
        yield return $"many {Value(many.Length).Await()} ";
    }

    [Coroutine]
    public static IEnumerator<Yield> NamesThatCollide()
    {
        var State = Value(1).Await();
        var Result = Value(2).Await();
        var greenlet = Value("g").Await();
        var @class = Value("keyword").Await();
        int self = 4, machine = 5, n = 6;
        Step($"{State} {Result} {greenlet} {@class} {self} {machine} {n}").Await();
        Resume(State);
        Log($"{State} {Result} {greenlet} {@class} {self} {machine} {n} {Location}");
        yield break;
    }

    private static void Resume(int n) => Log($"resume {n}");

    private static string Location => "location";
}

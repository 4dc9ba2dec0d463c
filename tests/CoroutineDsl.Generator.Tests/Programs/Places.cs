#undef TRACE
#nullable disable
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using CoroutineDsl;
using G = CoroutineDsl.Greenlet;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;
using static A5.Util;
using Str = System.Collections.Generic.List<string>;
namespace A5
{
    using Inner = A5.Deep.Thing;
    static class Util { public static int U = 4; public static int UM(int x) => x + U; public class UC<T> { public T V; } }
    namespace Deep
    {
        using Local = System.Text.StringBuilder;
        public partial class Thing(int seed, string tag) { private readonly int doubled = seed * 2; [Coroutine] private IEnumerator<Yield<string>> Say(int n = 2) { var l = new Local(); l.Append(tag).Append(seed + n).Append(doubled); yield return Sleep(0); l.Append(seed); Func<int> f = () => seed + n; Sleep(0).Await(); yield return l + ":" + f(); } public string Go() => Say().Await() + Say(5).Await(); [Coroutine] internal static IEnumerator<Yield<Inner>> Make(int s) { Sleep(0).Await(); SetResult(new Inner(s, "m")); yield break; } }
        public partial class Outer<T> where T : class, new()
        {
            private T cached; private class Hidden { public int H = 8; } private enum Mode { A, B }
            [Coroutine] private IEnumerator<Yield<Hidden>> Hid(Mode m) { Sleep(0).Await(); SetResult(m == Mode.B ? new Hidden() : null); yield break; }
            [Coroutine] private static IEnumerator<Yield<Mode>> Md(Hidden h) { Sleep(0).Await(); yield return h is null ? Mode.A : Mode.B; }
            public string Call() => Hid(Mode.B).Await().H.ToString() + Md(null).Await() + Get().Await().GetType().Name;
            [Coroutine] protected internal virtual IEnumerator<Yield<T>> Get() { cached ??= new T(); Sleep(0).Await(); SetResult(cached); yield break; }
            public partial struct In { public T A; [Coroutine] public readonly IEnumerator<Yield<T>> G() { yield return Sleep(0); SetResult(A); yield break; } }
        }
        public partial class Sub : Outer<Str> { [Coroutine] protected internal override IEnumerator<Yield<Str>> Get() { var b = base.Get().Await(); b.Add("sub"); Sleep(0).Await(); SetResult(b); yield break; } }
        public abstract partial class Abs { [Coroutine] public abstract IEnumerator<Yield<int>> Do(int x); [Coroutine] public IEnumerator<Yield<int>> Twice(int x) { yield return Do(x).Await() + Do(x + 1).Await(); } }
        public sealed partial class Con : Abs { private protected int k = 3; [Coroutine] public sealed override IEnumerator<Yield<int>> Do(int x) { Sleep(0).Await(); yield return x * k; } }
        public partial interface INum<TSelf> where TSelf : INum<TSelf> { static abstract TSelf Zero { get; } [Coroutine] static IEnumerator<Yield<TSelf>> Z() { Sleep(0).Await(); SetResult(TSelf.Zero); yield break; } }
        public partial record struct Num(int V) : INum<Num> { public static Num Zero => new(9); [Coroutine] public static IEnumerator<Yield<Num>> Add(Num a, Num b) { Sleep(0).Await(); yield return a with { V = a.V + b.V }; } }
        public static partial class Gen { [Coroutine] public static IEnumerator<Yield<(TA, TB)>> Zip<TA, TB>(IEnumerator<Yield<TA>> a, IEnumerator<Yield<TB>> b) { SetResult((a.Await(), b.Await())); yield break; } [Coroutine] public static IEnumerator<Yield<TR>> Bind<T, TR>(Task<T> t, Func<T, IEnumerator<Yield<TR>>> f) { SetResult(f(t.Await()).Await()); yield break; } [Coroutine] public static IEnumerator<Yield<T[]>> All<T>(params IEnumerator<Yield<T>>[] cs) { var r = new T[cs.Length]; for (var i = 0; i < cs.Length; i++) r[i] = cs[i].Await(); SetResult(r); yield break; } [Coroutine] public static IEnumerator<Yield<int>> Sp<T>(List<T> l, int at = -1) where T : unmanaged { unsafe { var s = sizeof(T); at += s; } Sleep(0).Await(); yield return at + l.Count; } }
    }
    static partial class Program
    {
        static readonly Dictionary<string, Func<int, IEnumerator<Yield<int>>>> Table = new() { ["a"] = x => Inc(x), ["b"] = Inc };
        [Conditional("TRACE")] static void Tr() => Console.WriteLine("traced");
        [Conditional("RELEASE")] static void Rl() => Console.WriteLine("rel");
        [Coroutine] static IEnumerator<Yield<int>> Inc(int x) { Tr(); Rl(); yield return Sleep(0); Tr(); yield return UM(x) + G.Current.GetHashCode() * 0; }
        [Coroutine] static IEnumerator<Yield<T>> Id<T>(T v) { yield return Sleep(0); SetResult(v); yield break; }
        [Coroutine] static IEnumerator<Yield> Lam() { Func<int, int> sq = delegate (int x) { return x * x; }; Func<Task<int>> tk = async () => { await Task.Yield(); return sq(3); }; Console.WriteLine(tk().Await() + Id(1).Await()); Func<IEnumerable<int>> it = () => Seq(2); foreach (var x in it()) Console.Write(x + Id(x).Await()); static IEnumerable<int> Seq(int n) { for (var i = 0; i < n; i++) yield return i; } Action rec = null; var c = 3; rec = () => { if (c-- > 0) rec(); }; rec(); Id(1).Await(); Console.WriteLine(c); var closure = Enumerable.Range(0, 3).Select(i => (Func<int>)(() => i + c)).ToList(); c = Id(10).Await(); Console.WriteLine(closure.Sum(f => f())); yield break; }
        [Coroutine] static IEnumerator<Yield> Uc() { var u = new UC<int> { V = Id(3).Await() }; u.V += U + Id(U).Await(); Console.WriteLine(u.V); Str l = new() { "p", Id("q").Await() }; Console.WriteLine(string.Join("", l)); Console.WriteLine(Table["a"](1).Await() + Table["b"](2).Await()); (string, int)? nt = Id(((string)"s", 1)).Await(); Console.WriteLine(nt?.Item1 + nt.Value.Item2); int? ni = Id((int?)null).Await(); Console.WriteLine(ni is null ? "null" : ni.ToString()); var (a, b) = Deep.Gen.Zip(Id(1), Id("z")).Await(); Console.WriteLine(a + b); Console.WriteLine(Deep.Gen.Bind(Task.FromResult(4), x => Id(x * 2.5)).Await()); Console.WriteLine(string.Join(",", Deep.Gen.All(Id(1), Inc(2)).Await())); Console.WriteLine(Deep.Gen.Sp(new List<long> { 1 }).Await()); yield break; }
        [Coroutine, MethodImpl(MethodImplOptions.NoInlining), DebuggerStepThrough] static IEnumerator<Yield> Attr([CallerMemberName] string who = null, [CallerLineNumber] int line = 0) { Sleep(0).Await(); Console.WriteLine(who + (line > 0)); yield break; }
        static void Main() { Console.WriteLine(new Deep.Thing(3, "t").Go()); Console.WriteLine(Inner.Make(4).Await().Go()); Console.WriteLine(new Deep.Outer<Str>().Call()); Console.WriteLine(string.Join(",", new Deep.Sub().Get().Await())); Console.WriteLine(new Deep.Sub().Call()); Console.WriteLine(new Deep.Outer<Str>.In { A = ["x"] }.G().Await()[0]); Console.WriteLine(new Deep.Con().Twice(2).Await()); Deep.Abs ab = new Deep.Con(); Console.WriteLine(ab.Do(5).Await()); Console.WriteLine(Deep.INum<Deep.Num>.Z().Await()); Console.WriteLine(Deep.Num.Add(new(1), new(2)).Await()); Lam().Await(); Uc().Await(); Attr().Await(); Attr("me").Await(); var e = Inc(5); Console.WriteLine(e.Await()); }
    }
}

using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using CoroutineDsl;
using I = System.Int32;
using Pair = (int Left, string Right);
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;
namespace A2.Inner;
public class TalkMachine { public int Z = 5; }
public class CoroutineMachines { public int Q = 6; }
public abstract partial class Animal<T> where T : notnull
{
    protected T val; protected Animal(T v) => val = v;
    [Coroutine] protected virtual IEnumerator<Yield<string>> Speak(int n) { Sleep(0).Await(); yield return $"{val}:{n}"; }
    [Coroutine] public IEnumerator<Yield<string>> Twice(int n) { yield return Speak(n).Await() + "|" + Speak(n + 1).Await(); }
    [Coroutine] private protected IEnumerator<Yield<T>> Val() { Sleep(0).Await(); SetResult(val); yield break; }
    public string Run(int n) => Speak(n).Await() + Val().Await();
    [Coroutine] public static IEnumerator<Yield<U>> St<U>(U u, T t) { Sleep(0).Await(); Console.WriteLine(t); SetResult(u); yield break; }
    [Coroutine] private static IEnumerator<Yield<U>> Ps<U>(U u, T t) { Sleep(0).Await(); Console.WriteLine(t); SetResult(u); yield break; }
    public static U CallPs<U>(U u, T t) => Ps(u, t).Await();
    [Coroutine] private IEnumerator<Yield<(T, U)>> Pi<U>(U u) where U : struct { Sleep(0).Await(); SetResult((val, u)); yield break; }
    public object CallPi() => Pi(5L).Await();
    public partial class Nested<V> { public V? W; [Coroutine] private IEnumerator<Yield<string>> N(T t) { Sleep(0).Await(); yield return $"{t}{W}"; } public string Call(T t) => N(t).Await(); }
}
public partial class Dog(string name) : Animal<string>(name)
{
    [Coroutine] protected override IEnumerator<Yield<string>> Speak(int n) { var b = base.Speak(n).Await(); yield return "dog " + b + name; }
    public string Go() => Speak(9).Await();
}
public sealed partial class Pup(string name) : Dog(name + "!") { [Coroutine] protected override IEnumerator<Yield<string>> Speak(int n) { Sleep(0).Await(); yield return "pup" + n + base.Speak(n).Await() + name; } public string Go2() => Speak(1).Await(); }
public readonly partial struct Ro(int v) { readonly int v = v; [Coroutine] private IEnumerator<Yield<int>> P(int x) { Sleep(0).Await(); yield return v + x; } public int Call() => P(1).Await(); [Coroutine] internal readonly IEnumerable<Yield<int>> En(int x) { Sleep(0).Await(); yield return v * x; } }
public partial struct Mut { public int V; [Coroutine] private IEnumerator<Yield<int>> P(int self) { V++; Sleep(0).Await(); V++; yield return V + self; } public int Call() { var r = P(1).Await(); return r * 10 + V; } [Coroutine] private static IEnumerator<Yield<Mut>> S(Mut m) { m.V++; Sleep(0).Await(); yield return m; } public static int CallS() => S(new Mut { V = 3 }).Await().V; [Coroutine] readonly IEnumerator<Yield<int>> Q() { Sleep(0).Await(); yield return V; } public readonly int CallQ() => Q().Await(); }
public partial record Person(string Name) { [Coroutine] private IEnumerator<Yield<Person>> Ren(string n) { Sleep(0).Await(); yield return this with { Name = n }; } public Person Call() => Ren("zed").Await(); }
public partial interface IDef { int K { get; } [Coroutine] IEnumerator<Yield<int>> D(int x) { Sleep(0).Await(); yield return K + x; } [Coroutine] static IEnumerator<Yield<int>> SD(int x) { Sleep(0).Await(); yield return x * 2; } [Coroutine] private IEnumerator<Yield<int>> Pr() { Sleep(0).Await(); yield return K; } int CallPr() => Pr().Await(); }
class Def : IDef { public int K => 4; }
static partial class Ext { [Coroutine] public static IEnumerator<Yield<int>> Len(this string s) { Sleep(0).Await(); yield return s.Length; } [Coroutine] static IEnumerator<Yield<T>> Same<T>(this T t) { Sleep(0).Await(); SetResult(t); yield break; } public static int Use() => 5.Same().Await(); extension<T>(List<T> l) { [Coroutine] public IEnumerator<Yield<T>> Last() { Sleep(0).Await(); SetResult(l[^1]); yield break; } [Coroutine] public static IEnumerator<Yield<int>> Zero() { Sleep(0).Await(); yield return typeof(T).Name.Length; } } }
static partial class Program
{
    [Coroutine] static IEnumerator<Yield<T>> Id<T>(T v) { yield return Sleep(0); SetResult(v); yield break; }
    [Coroutine] static IEnumerator<Yield<int>> Talk(int conn) { var t = new TalkMachine(); var c = new CoroutineMachines(); Sleep(0).Await(); yield return t.Z + c.Q + conn; }
    [Coroutine] static IEnumerator<Yield<Pair>> Tup(I a) { Sleep(0).Await(); Pair p = (a, "r"); SetResult(p); yield break; }
    [Coroutine] static IEnumerator<Yield<(int A, string B)>> Tup2(string s) { var q = (X: 1, Y: "z"); try { Sleep(1).Await(); SetResult(q); yield break; } catch { } }
    [Coroutine] static IEnumerator<Yield<dynamic>> Dyn(object o) { Sleep(0).Await(); SetResult(o); yield break; }
    [Coroutine] static IEnumerator<Yield<nint>> Nat(IntPtr p) { Sleep(0).Await(); SetResult(p); yield break; }
    [Coroutine] static IEnumerator<Yield<object?>> Obj(dynamic? d) { Sleep(0).Await(); SetResult(d); yield break; }
    [Coroutine] static IEnumerator<Yield<List<(int A, dynamic B)>>> Deep() { Sleep(0).Await(); var l = new List<(int, object)>(); SetResult(l); yield break; }
    [Coroutine] static IEnumerator<Yield> @class(int @int, string @event) { var @for = @int; Sleep(0).Await(); Console.WriteLine(@for + @event); int @yield = 3, record = 4, @await = 5; Sleep(0).Await(); Console.WriteLine(@yield + record + @await); foreach (var @in in new[] { 1, 2 }) { Sleep(0).Await(); Console.Write(@in); } Console.WriteLine(); yield break; }
    [Coroutine] static IEnumerator<Yield> Caps(int greenlet, int machine, int State, int Result, int Resume, int self, int value1, int temp1, int parked, int resumed) { Func<int> f = () => greenlet + machine + State + Result + Resume + self + value1 + temp1 + parked + resumed; Sleep(0).Await(); State++; Console.WriteLine(f() + Id(State).Await() + value1 + temp1); try { Sleep(0).Await(); parked++; } finally { Console.WriteLine(parked + resumed + greenlet); } yield break; }
    [Coroutine] static IEnumerator<Yield> Same() { { var i = 1; Sleep(0).Await(); Console.Write(i); } { var i = "x"; Sleep(0).Await(); Console.Write(i); } for (var i = 0; i < 2; i++) { Sleep(0).Await(); Console.Write(i); } foreach (var i in "ab") { Sleep(0).Await(); Console.Write(i); } Console.WriteLine(); yield break; }
    [Coroutine] static IEnumerable<Yield<int>> Many(int x) { Sleep(0).Await(); yield return x; }
    static int Opt(int a = 5, string b = "q", [CallerMemberName] string m = "", [CallerLineNumber] int line = 0) { Console.WriteLine($"{a}{b}{m}{line > 0}"); return a; }
    [Coroutine] static IEnumerator<Yield> Caller() { Opt(Id(1).Await()); Opt(b: Id("w").Await()); Sleep(0).Await(); Opt(); yield break; }
    [Coroutine] static IEnumerator<Yield> Defaults(int a = 3, string? s = null, DayOfWeek d = DayOfWeek.Monday, decimal m = 1.5m, params string[] r) { Sleep(0).Await(); Console.WriteLine($"{a}{s}{d}{m}{r.Length}"); yield break; }
    static unsafe partial class Uns { [Coroutine] public static IEnumerator<Yield<int>> U(int n) { var x = n; Sleep(0).Await(); yield return x + Sz(); } static int Sz() { int k = 4; int* p = &k; return *p; } }
    static void Main()
    {
        var d = new Dog("rex"); Console.WriteLine(d.Twice(1).Await()); Console.WriteLine(d.Run(2)); Console.WriteLine(d.Go()); var p = new Pup("bo"); Console.WriteLine(p.Go2()); Console.WriteLine(p.Run(7)); Console.WriteLine(p.Go());
        Console.WriteLine(Animal<string>.St(4, "t").Await()); Console.WriteLine(Animal<int>.CallPs("u", 3)); Console.WriteLine(d.CallPi()); Console.WriteLine(new Animal<int>.Nested<string> { W = "w" }.Call(8));
        Console.WriteLine(new Ro(4).Call()); Console.WriteLine(new Ro(5).En(2).Await()); Console.WriteLine(new Mut { V = 1 }.Call()); Console.WriteLine(Mut.CallS()); Console.WriteLine(new Mut { V = 7 }.CallQ());
        Console.WriteLine(new Person("a").Call()); IDef df = new Def(); Console.WriteLine(df.D(1).Await() + IDef.SD(4).Await() + df.CallPr()); Console.WriteLine("abc".Len().Await() + Ext.Use() + new List<int> { 4, 5 }.Last().Await() + List<int>.Zero().Await());
        Console.WriteLine(Talk(1).Await()); Console.WriteLine(Tup(3).Await().Right); Console.WriteLine(Tup2("s").Await().B); Console.WriteLine(Dyn("dd").Await().Length); Console.WriteLine(Nat(5).Await()); Console.WriteLine(Obj(6).Await()); Console.WriteLine(Deep().Await().Count); @class(1, "e").Await(); Caps(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).Await(); Same().Await();
        var en = Many(4); Console.WriteLine(en.Await() + en.Await()); Caller().Await(); Defaults().Await(); Defaults(1, "z", r: ["a", "b"]).Await(); Console.WriteLine(Uns.U(3).Await());
    }
}

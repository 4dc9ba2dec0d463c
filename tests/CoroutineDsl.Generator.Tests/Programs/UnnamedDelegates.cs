using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Tasks;
using CoroutineDsl;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;
namespace Adv4;
public partial interface ITalk { [Coroutine] IEnumerator<Yield<int>> Say(int x); [Coroutine] IEnumerator<Yield> Quiet(); }
public partial interface IGen<T> { [Coroutine] IEnumerator<Yield<T>> Get(T x); [Coroutine] IEnumerator<Yield<U>> Two<U>(U x, T y); }
partial class Talker : ITalk, IGen<string>
{
    int n = 1;
    [Coroutine] IEnumerator<Yield<int>> ITalk.Say(int x) { Sleep(0).Await(); yield return x + n; }
    [Coroutine] public IEnumerator<Yield<int>> Say(int x) { Sleep(0).Await(); yield return x * 100; }
    [Coroutine] IEnumerator<Yield> ITalk.Quiet() { Sleep(0).Await(); Console.WriteLine("quiet " + n); yield break; }
    [Coroutine] IEnumerator<Yield<string>> IGen<string>.Get(string x) { Sleep(0).Await(); yield return x + n; }
    [Coroutine] IEnumerator<Yield<U>> IGen<string>.Two<U>(U x, string y) { Sleep(0).Await(); Console.WriteLine(y); SetResult(x); yield break; }
}
partial struct STalk : ITalk { public int V; [Coroutine] IEnumerator<Yield<int>> ITalk.Say(int x) { Sleep(0).Await(); V++; yield return V + x; } [Coroutine] IEnumerator<Yield> ITalk.Quiet() { yield return Sleep(0); Console.WriteLine("struct"); } }
static partial class Program
{
    [Coroutine] static IEnumerator<Yield<T>> Id<T>(T v) { yield return Sleep(0); SetResult(v); yield break; }
    delegate int D(int x);
    static int M(in int a, out int b) { b = a + 1; return a; }
    static ref int R(ref int x) => ref x;
    [Coroutine] static IEnumerator<Yield> Delegates()
    {
        var f = (int x = 10) => x * 2;
        Sleep(1).Await();
        Console.WriteLine(f() + f(4));
        var g = (ref int r) => r++;
        var k = 1;
        Id(1).Await();
        g(ref k); Console.WriteLine(k);
        var h = (params int[] xs) => xs.Length;
        Id(1).Await();
        Console.WriteLine(h(1, 2, 3) + h());
        var m = M;
        Id(1).Await();
        Console.WriteLine(m(5, out var b) + b);
        var big = (int a1, int a2, int a3, int a4, int a5, int a6, int a7, int a8, int a9, int a10, int a11, int a12, int a13, int a14, int a15, int a16, int a17) => a1 + a17;
        Id(1).Await();
        Console.WriteLine(big(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17));
        var fs = new[] { f, f };
        Id(2).Await();
        Console.WriteLine(fs[1](3));
        var rr = R;
        Id(2).Await();
        rr(ref k) = 9; Console.WriteLine(k);
        var str = (string s = "d\"q", char c = '\n', double d = double.NaN, decimal e = 1.5m, DayOfWeek w = DayOfWeek.Friday, string? n = null, int? q = null) => s + (int)c + d + e + w + n + q;
        Id(2).Await();
        Console.WriteLine(str());
        f = (int y = 10) => y * 3; Id(1).Await(); Console.WriteLine(f()); yield break;
    }
    [Coroutine] static IEnumerator<Yield> Explicit()
    {
        ITalk t = new Talker(); Console.WriteLine(t.Say(4).Await()); t.Quiet().Await(); Console.WriteLine(new Talker().Say(3).Await());
        IGen<string> g = new Talker(); Console.WriteLine(g.Get("x").Await()); Console.WriteLine(g.Two(5, "y").Await());
        ITalk s = new STalk { V = 4 }; Console.WriteLine(s.Say(1).Await()); Console.WriteLine(s.Say(1).Await()); s.Quiet().Await();
        yield break;
    }
    static void Main() { Delegates().Await(); Explicit().Await(); ITalk t = new Talker(); Console.WriteLine(t.Say(7).Await()); Console.WriteLine(((IGen<string>)t).Two(8, "z").Await()); }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CoroutineDsl;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;
static partial class F1
{
    class UC { public int V; public static implicit operator int(UC u) { Console.Write($"[c{u.V}]"); return u.V; } public static implicit operator UC(int v) => new() { V = v }; }
    struct SC { public int V; public static implicit operator long(SC u) { Console.Write($"[s{u.V}]"); return u.V; } }
    [Coroutine] static IEnumerator<Yield<T>> Id<T>(T v) { yield return Sleep(0); SetResult(v); yield break; }
    [Coroutine] static IEnumerator<Yield<int>> Mut(UC u) { yield return Sleep(0); u.V = 99; yield return 2; }
    [Coroutine] static IEnumerator<Yield<string>> Grow(StringBuilder sb) { yield return Sleep(0); sb.Append('!'); yield return "."; }
    static int M(int a, int b) { Console.WriteLine($"M {a} {b}"); return a; }
    static int P(params int[] xs) { Console.WriteLine(string.Join(",", xs)); return 0; }
    static int O(int? a, int b) { Console.WriteLine($"O {a} {b}"); return 0; }
    static void G<T>(T a, int b) => Console.WriteLine($"G {a} {typeof(T).Name} {b}");
    [Coroutine] static IEnumerator<Yield> A1() { var u = new UC { V = 1 }; var d = new Dictionary<int, int>(); d[u] = Mut(u).Await(); Console.WriteLine(string.Join(",", d)); M(u, Mut(u).Await()); u.V = 5; int[] b = [u, Mut(u).Await()]; Console.WriteLine(b[0]); u.V = 3; Console.WriteLine(u + Mut(u).Await()); u.V = 3; Console.WriteLine(u < Mut(u).Await()); u.V = 7; (int x, int y) = (u, Mut(u).Await()); Console.WriteLine($"{x} {y}"); yield break; }
    [Coroutine] static IEnumerator<Yield> A2() { var u = new UC { V = 1 }; dynamic dd = u; int r = M(dd, 1); int[] q = new int[] { u, Mut(u).Await() }; Console.WriteLine(q[0]); u.V = 4; P(u, Mut(u).Await(), u); u.V = 8; O(u, Mut(u).Await()); u.V = 9; G(u, Mut(u).Await()); u.V = 11; G<long>(u, Mut(u).Await()); (int, int) t = (u, Mut(u).Await()); Console.WriteLine(t); u.V = 1; UC w = u; w += Mut(w).Await(); Console.WriteLine(w.V); u.V = 4; long l = 10; l += u + Mut(u).Await(); Console.WriteLine(l); u.V = 5; Console.WriteLine(M((u), Mut(u).Await())); u.V=6; List<int> li = new() { u, Mut(u).Await() }; Console.WriteLine(li[0]); u.V=6; var li2 = new List<int> { u, Mut(u).Await() }; Console.WriteLine(li2[0]); yield break; }
    [Coroutine] static IEnumerator<Yield> A3() { var s = new SC { V = 3 }; var u = new UC { V = 2 }; Console.WriteLine(s + Mut(u).Await()); u.V = 3; int z = true ? u : Mut(u).Await(); Console.WriteLine(z); (int, long) tt = (1, 2); (UC, int) tv = (u, 1); u.V = 12; void T((int, int) a, int b) => Console.WriteLine($"{a} {b}"); T(tv, Mut(u).Await()); dynamic dd = u; u.V = 21; int yy = M((int)dd, Mut(u).Await()); u.V = 22; int[] b = [dd, Mut(u).Await()]; Console.WriteLine(b[0]); u.V = 2; var arr = new int[5, 5]; arr[u, Mut(u).Await()] = 7; Console.WriteLine(arr[2, 2]); u.V = 1; arr[u, u] += Mut(u).Await(); Console.WriteLine(arr[1, 1]); u.V = 4; Console.WriteLine(new string('x', u) + Mut(u).Await()); u.V = 2; yield break; }
    [Coroutine] static IEnumerator<Yield> A4() { var sb = new StringBuilder("a"); Console.WriteLine(sb + Grow(sb).Await()); string s = "s"; s += sb + Grow(sb).Await(); Console.WriteLine(s); Console.WriteLine($"{sb}{Grow(sb).Await()}"); Console.WriteLine($"{sb,8}|{Grow(sb).Await(),-4}|{1.5:F2}"); object o = sb; o += Grow(sb).Await(); Console.WriteLine(o); Console.WriteLine("x" + sb + Grow(sb).Await() + sb + Grow(sb).Await() + sb); FormattableString f = $"{sb}{Grow(sb).Await()}"; Console.WriteLine(f.ToString()); Console.WriteLine(1 + "n" + null + Id<object>(sb).Await() + Grow(sb).Await()); int? nn = null; Console.WriteLine(nn + "-" + Grow(sb).Await()); char c = 'c'; Console.WriteLine(c + Grow(sb).Await() + c); yield break; }
    [Coroutine] static IEnumerator<Yield> A5() { var sb = new StringBuilder("a"); Console.WriteLine(Id<object>(sb).Await() + Grow(sb).Await()); Console.WriteLine($"{Id(sb).Await()}{Grow(sb).Await()}"); Console.WriteLine(string.Concat(sb, Grow(sb).Await())); Console.WriteLine($"{(sb.Length > 2 ? "long" : "short")}{Grow(sb).Await()}{sb:x}"); object? nul = null; Console.WriteLine(nul + Grow(sb).Await() + nul); yield break; }
    static void Main() { A1().Await(); A2().Await(); A3().Await(); A4().Await(); A5().Await(); }
}

// not lowered: A1, A2, A3, A4, A5, A6, A7, A8, A9
using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using CoroutineDsl;
using FA = F;
using static F;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;
file static class F { public static int X() => 5; public static string Twice(this string s) => s + s; public static void Deconstruct(this string s, out int a, out int b) { a = s.Length; b = 2; } public static IEnumerator<int> GetEnumerator(this int n) { for (var i = 0; i < n; i++) yield return i; } public static void Add(this Q q, string s) => q.L.Add(s + "!"); }
file enum En { A, B }
class Q : System.Collections.IEnumerable { public List<string> L = new(); public System.Collections.IEnumerator GetEnumerator() => L.GetEnumerator(); }
file class Fc { public int V = 3; public static implicit operator int(Fc f) => f.V; public static Fc operator +(Fc a, Fc b) => new() { V = a.V + b.V }; }
static partial class F3
{
    [Coroutine] static IEnumerator<Yield> Plain() { Sleep(1).Await(); Console.WriteLine("plain"); yield break; }
    [Coroutine] static IEnumerator<Yield> A1() { Sleep(1).Await(); Console.WriteLine(F.X()); yield break; }
    [Coroutine] static IEnumerator<Yield> A2() { Sleep(1).Await(); Console.WriteLine("a".Twice()); yield break; }
    [Coroutine] static IEnumerator<Yield> A3() { Sleep(1).Await(); Console.WriteLine(X()); yield break; }
    [Coroutine] static IEnumerator<Yield> A4() { Sleep(1).Await(); var (a, b) = "abc"; Console.WriteLine(a + b); yield break; }
    [Coroutine] static IEnumerator<Yield> A5() { Sleep(1).Await(); foreach (var i in 3) Console.WriteLine(i); yield break; }
    [Coroutine] static IEnumerator<Yield> A6() { Sleep(1).Await(); var q = new Q { "x" }; Console.WriteLine(q.L[0]); yield break; }
    [Coroutine] static IEnumerator<Yield> A7() { Sleep(1).Await(); object o = En.B; Console.WriteLine(o is En.B); yield break; }
    [Coroutine] static IEnumerator<Yield> A8() { Sleep(1).Await(); int z = new Fc(); Console.WriteLine(z); yield break; }
    [Coroutine] static IEnumerator<Yield> A9() { Sleep(1).Await(); Console.WriteLine(FA.X()); yield break; }
    static void Main() { Plain().Await(); A1().Await(); A2().Await(); A3().Await(); A4().Await(); A5().Await(); A6().Await(); A7().Await(); A8().Await(); A9().Await(); }
}

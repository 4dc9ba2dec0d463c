#define MINE
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using CoroutineDsl;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;
[assembly: Patch]
static partial class F2
{
    [Coroutine] public static IEnumerator<Yield<T>> Id<T>(T v) { yield return Sleep(0); SetResult(v); yield break; }
    [Conditional("MINE")] static void P() => Console.WriteLine("called");
    [Coroutine] static IEnumerator<Yield> Go() { P(); Id(1).Await(); P(); yield break; }
    [Coroutine] static IEnumerator<Yield<bool>> B7(object o) { SetResult(Id(o).Await()is string); yield break; }
    [Coroutine] static IEnumerator<Yield<(int A, string B)>> T(string s) { Sleep(1).Await(); SetResult((s.Length, s)); yield break; }
    [Coroutine] static IEnumerator<Yield> @lock() { Sleep(1).Await(); Console.WriteLine("lock"); yield break; }
    [Coroutine] static IEnumerator<Yield<int>> Foo() { Sleep(1).Await(); yield return 1; } 
    static int FooIntercepted() => 3; static int FooInterceptor() => 4; static int FooMachine = 5;
    [Obsolete("o", true)] static int Old() => 5;
    [Obsolete("y"), Coroutine] static IEnumerator<Yield<int>> A() { Sleep(1).Await(); yield return Old(); }
    [Coroutine] static IEnumerator<Yield> Labels() {
     try { Sleep(1).Await(); throw new InvalidOperationException(); } catch (InvalidOperationException) { var i = 0; Again: var y = i + 1; i = y; if (i < 3) goto Again; Console.WriteLine(i); } yield break; }
    static Coroutine<int> Pick(int a, Coroutine c) => throw new Exception("untyped");
    static IEnumerator<Yield<int>> Pick(int a, IEnumerator<Yield<int>> c) => c;
    [Coroutine] static IEnumerator<Yield> Over() { int v = Pick(5, Id(7)).Await(); Console.WriteLine(v); int w = WithTimeout(5, Id(8)).Await(); Console.WriteLine(w); yield break; }
    static void Main() { Go().Await(); Console.WriteLine(B7("s").Await()); Console.WriteLine(T("abc").Await()); @lock().Await(); Console.WriteLine(Foo().Await() + FooIntercepted() + FooInterceptor() + FooMachine);
#pragma warning disable CS0618
      Console.WriteLine(A().Await()); Labels().Await(); Over().Await(); new Counting<string>().Flush(); new B5().M(a: 4).Await(); Console.WriteLine(2.Twice().Await()); Console.WriteLine(new St { V = 3 }.Self(9).Await()); }
}
class Counting<T> : System.IO.MemoryStream { public override void Flush() { Console.WriteLine("flush " + typeof(T).Name); base.Flush(); } }
partial class B5 { [Coroutine] public partial IEnumerator<Yield<int>> M(int a); }
partial class B5 { public partial IEnumerator<Yield<int>> M(int x) { Sleep(1).Await(); Console.WriteLine(x); yield return x; } }
public static partial class Ex { extension(int x) { [Coroutine] public IEnumerator<Yield<int>> Twice() { Sleep(0).Await(); yield return x * 2; } } }
partial struct St { public int V; [Coroutine] private IEnumerator<Yield<int>> P(int self) { Sleep(0).Await(); yield return V + self; } [Coroutine] public IEnumerator<Yield<int>> Self(int self) { yield return P(self).Await(); } static void X() { new St().P(1).Await(); } }

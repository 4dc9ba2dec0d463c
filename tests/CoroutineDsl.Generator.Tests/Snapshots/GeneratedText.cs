using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Snapshots;

/// <summary>What generated code looks like, one construct a snapshot. Whether it is right, the bodies show; whether a reader can follow it, these do.</summary>
public class GeneratedText
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using System.Net.Sockets;
        using System.Threading.Tasks;
        using CoroutineDsl;

        namespace App;


        """;

    [Fact]
    public void Loop() => Verify("""
        public static partial class Echo
        {
            [Coroutine]
            public static IEnumerator<Yield<int>> Talk(Func<byte[], Suspension<int>> receive)
            {
                var buffer = new byte[1024];
                var total = 0;
                while (true)
                {
                    int n = receive(buffer).Await();
                    if (n == 0) break;
                    total += n;
                }
                yield return total;
            }
        }
        """);

    [Fact]
    public void TailCall() => Verify("""
        public static partial class Numbers
        {
            [Coroutine]
            public static IEnumerator<Yield<int>> Sum(int n, int total)
            {
                if (n == 0) yield return total;
                yield return Sum(n - 1, total + n).Await();
            }
        }
        """);

    [Fact]
    public void TryCatchFinally() => Verify("""
        public static partial class Guarded
        {
            [Coroutine]
            public static IEnumerator<Yield> Run(Task work)
            {
                try
                {
                    work.Await();
                }
                catch (SocketException e) when (e.ErrorCode != 0)
                {
                    Console.WriteLine(e.Message);
                }
                catch (Exception e)
                {
                    Greenlet.Sleep(1).Await();
                    Console.WriteLine(e);
                }
                finally
                {
                    Console.WriteLine("done");
                }
                yield break;
            }
        }
        """);

    [Fact]
    public void WaitsInExpressions() => Verify("""
        public static partial class Spilled
        {
            [Coroutine]
            public static IEnumerator<Yield<int>> Run(Task<int> first, Task<int> second, int[] items)
            {
                items[first.Await()] += Math.Max(items.Length, second.Await());
                yield return items.Length > 2 && second.Await() > 0 ? items[0] : first.Await();
            }
        }
        """);

    [Fact]
    public void Captures() => Verify("""
        public static partial class Closures
        {
            [Coroutine]
            public static IEnumerator<Yield> Run(List<Action> actions)
            {
                for (var i = 0; i < 3; i++)
                {
                    var copy = i;
                    actions.Add(() => Console.WriteLine(copy));
                    yield return Greenlet.Sleep(1);
                    copy++;
                }
            }
        }
        """);

    [Fact]
    public void InstanceAndNested() => Verify("""
        public partial class Server<T>(string name)
        {
            private int _served;

            [Coroutine]
            private IEnumerator<Yield<T>> Serve(T request)
            {
                _served++;
                yield return Greenlet.Sleep(1);
                Console.WriteLine($"{name} {_served}");
                yield return request;
            }

            [Coroutine]
            public IEnumerator<Yield> Run(IEnumerable<T> requests)
            {
                foreach (var request in requests)
                    Serve(request).Await();
                yield break;
            }
        }
        """);

    [Fact]
    public void FusedBegins() => Verify("""
        public class Jar
        {
            [CoroutineDsl.Runtime.Begins(nameof(BeginPut))]
            public Suspension Put(string item, TimeSpan? timeout = null) => Greenlet.Sleep(1);

            public bool BeginPut(Greenlet greenlet, Coroutine frame, string item, TimeSpan? timeout = null) => true;

            [CoroutineDsl.Runtime.Begins(nameof(BeginGet))]
            public Suspension<string> Get(TimeSpan? timeout = null) => Suspension<string>.FromValue("");

            public bool BeginGet(Greenlet greenlet, Coroutine frame, out string value, TimeSpan? timeout = null)
            {
                value = "";
                return true;
            }
        }

        public static partial class Fused
        {
            [Coroutine]
            public static IEnumerator<Yield> Run(Jar jar, Task<string> task)
            {
                yield return jar.Put("one");
                jar.Put(timeout: TimeSpan.Zero, item: task.Await()).Await();
                var item = jar.Get().Await();
                Console.WriteLine($"{item} {jar?.Get(TimeSpan.Zero).Await()}");
                var kept = jar!.Put(item);
                kept.Await();
            }
        }
        """);

    [Fact]
    public void Interceptors() => Snapshot.Verify(GeneratorRun.Of(Usings + """
        public static partial class Program
        {
            [Coroutine]
            private static IEnumerator<Yield> Eat(string name) { yield return Greenlet.Sleep(1); }

            public static void Main()
            {
                Greenlet.Spawn(Eat("egon"));
                Greenlet.Spawn(Eat("alex"));
            }
        }
        """).AssertCompiles().Files["CoroutineDsl.Interceptors.g.cs"]);

    private static void Verify(string source, [System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        Snapshot.Verify(string.Join("\n", GeneratorRun.Of(Usings + source).AssertCompiles().Files.OrderBy(file => file.Key, StringComparer.Ordinal).Where(file => !file.Key.Contains("Interceptors")).Select(file => file.Value)), test);
}

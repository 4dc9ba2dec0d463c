using CoroutineDsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Tests.Interception;

/// <summary>Where the patch is on, a blocking call becomes a suspension in a lowered body, and is intercepted everywhere.</summary>
public class PatchedCallTests
{
    private const string Usings = """
        using System;
        using System.Collections.Concurrent;
        using System.Collections.Generic;
        using System.IO;
        using System.Net;
        using System.Net.Sockets;
        using System.Threading;
        using System.Threading.Tasks;
        using CoroutineDsl;

        """;

    [Fact]
    public void ACoroutineWaits()
    {
        var file = Compiled("""
            [assembly: Patch]
            public static partial class C
            {
                [Coroutine]
                public static IEnumerator<Yield<int>> M(Socket socket, byte[] buffer, Api api)
                {
                    Thread.Sleep(5);
                    var n = socket.Receive(buffer.AsSpan(1));
                    yield return api.Load(n);
                }
            }
            public class Api { public int Load(int n) => n; public Task<int> LoadAsync(int n) => Task.FromResult(n); }
            """).Files["C.M.g.cs"];
        Assert.Contains("greenlet.Begin(this, global::CoroutineDsl.Greenlet.Sleep(5))", file, StringComparison.Ordinal);
        Assert.Contains("global::CoroutineDsl.Patching.SocketPatches.CoReceive(socket,buffer.AsMemory(1))", file, StringComparison.Ordinal);
        Assert.Contains("api.LoadAsync(n)", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("void M(object gate) { {0} }", true)]
    [InlineData("void M(object gate) { lock (gate) { {0} } }", false)]
    [InlineData("void M(Lock gate) { using (gate.EnterScope()) { {0} } }", false)]
    [InlineData("void M(Lock gate) { using (var scope = gate.EnterScope()) { {0} } }", false)]
    [InlineData("void M(Lock gate) { using var scope = gate.EnterScope(); if (gate is not null) { {0} } }", false)]
    [InlineData("void M(Lock gate) { {0} using var scope = gate.EnterScope(); }", true)]
    [InlineData("[System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] void M() { {0} }", false)]
    [InlineData("int M { [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.Synchronized)] get { {0} return 1; } }", false)]
    [InlineData("void M(Thread t) { if (t.Join(1)) { } }", true)]
    [InlineData("void M(Thread t) { try { } catch (System.Exception) when (t.Join(1)) { } }", false)]
    public void NothingIsPatchedUnderALock(string member, bool isPatched)
    {
        var files = Compiled("[assembly: Patch] public class C { " + member.Replace("{0}", "Thread.Sleep(1);", StringComparison.Ordinal) + " }").Files;
        Assert.Equal(isPatched, files.Values.Any(file => file.Contains("InterceptsLocation(", StringComparison.Ordinal)));
    }

    [Fact(Timeout = 60_000)]
    public async Task ConditionalCallsWaitToo()
    {
        var run = Compiled("""
            [assembly: Patch]
            public static partial class C
            {
                public static string Run() => Greenlet.Spawn(Both()).Get().Await();

                [Coroutine]
                static IEnumerator<Yield<string>> Both()
                {
                    var (left, right) = Pair();
                    using (left)
                    using (right) yield return In(left, right).Await() + " " + In(null, null).Await() + " " + Plain(left, right, "z") + " " + Plain(null, null, "z");
                }

                [Coroutine]
                static IEnumerator<Yield<string>> In(Socket? left, Socket? right)
                {
                    var buffer = new byte[8];
                    var receiving = Greenlet.Spawn(Received(right, buffer));
                    Greenlet.Idle().Await();
                    left?.Send(new byte[] { 1, 2, 3 });
                    Task<string>? task = left is null ? null : Task.Run(() => { Thread.Sleep(5); return "done"; });
                    var length = task?.Result.Length;
                    Action later = () => task?.Wait();
                    later();
                    yield return $"{receiving.Get().Await()} {length} {right?.Send(buffer, 0, 2, SocketFlags.None).ToString() ?? "-"}";
                }

                [Coroutine]
                static IEnumerator<Yield<int?>> Received(Socket? right, byte[] buffer) { yield return right?.Receive(buffer); }

                static string Plain(Socket? left, Socket? right, string text)
                {
                    left?.Send(System.Text.Encoding.ASCII.GetBytes(text));
                    return $"{right?.Receive(new byte[8])}";
                }

                static (Socket, Socket) Pair()
                {
                    using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                    listener.Listen();
                    var left = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    left.Connect(listener.LocalEndPoint!);
                    return (left, listener.Accept());
                }
            }
            """);
        Assert.Contains("global::CoroutineDsl.Patching.SocketPatches.CoReceive(", run.Files["C.Received.g.cs"], StringComparison.Ordinal);
        Assert.Contains("global::CoroutineDsl.Patching.TaskPatches.CoResult(", run.Files["C.In.g.cs"], StringComparison.Ordinal);
        Assert.Equal([".Send(System.Text.Encoding.ASCII.GetBytes(text))"], run.InterceptedCalls("Send").Where(call => call.Contains("text")));
        Assert.Equal("3 4 2   - 1 ", await Task.Run(() => run.Invoke("C", "Run")));
    }

    [Fact]
    public void EverywhereElseTheCallIsIntercepted()
    {
        var interceptors = Compiled("""
            [assembly: Patch]
            public static class C
            {
                public static void M(Socket socket, byte[] buffer, BlockingCollection<string> items, EndPoint remote, Task<int> task, Stream stream, WaitHandle handle)
                {
                    Thread.Sleep(5);
                    Span<byte> span = stackalloc byte[4];
                    socket.Receive(span);
                    socket.Send(new ReadOnlySpan<byte>(buffer));
                    socket.ReceiveFrom(buffer, ref remote);
                    if (items.TryTake(out var item, 5)) items.Add(item);
                    foreach (var x in items.GetConsumingEnumerable()) Console.WriteLine(x);
                    task.GetAwaiter().GetResult();
                    task.Wait();
                    Task.WaitAll(task, task);
                    stream?.Read(buffer, 0, 1);
                    handle.WaitOne();
                    Console.ReadLine();
                    Action later = () => Thread.Sleep(1);
                    void Local() => Thread.Sleep(2);
                    Local();
                }
            }
            """).Files["CoroutineDsl.Interceptors.g.cs"];
        Assert.Contains("global::CoroutineDsl.Greenlet.Sleep(millisecondsTimeout).Await()", interceptors, StringComparison.Ordinal);
        Assert.Contains("global::CoroutineDsl.Hub.Current.Offload(() => global::System.Console.ReadLine()).Await()", interceptors, StringComparison.Ordinal);
        Assert.Equal(13, Count(interceptors, "if (!global::CoroutineDsl.Hub.IsRunningHere)"));
        Assert.Equal(15, Count(interceptors, "InterceptsLocation("));
    }

    private const string Twins = """
        public interface IStoreAsync { Task<string> GetAsync(string key, int flags = 0); }
        public interface IStore : IStoreAsync { string Get(string key, int flags = 0); }
        public sealed class Store : IStore
        {
            public string Get(string key, int flags = 0) => throw new InvalidOperationException("blocked");
            public Task<string> GetAsync(string key, int flags = 0) => Task.FromResult($"{key} {flags}");
            public IEnumerable<T> Query<T>(string sql, object? argument = null, bool isBuffered = true, int? timeout = null) => throw new InvalidOperationException("blocked");
            public Task<List<T>> QueryAsync<T>(string sql, object? argument = null, int? timeout = null, CancellationToken token = default) => Task.FromResult(new List<T> { (T)(object)$"{sql} {timeout} {token.CanBeCanceled}" });
            public int Call(int n) => throw new InvalidOperationException("blocked");
            public Unary CallAsync(int n) => new(n);
            public void Save(params int[] values) => throw new InvalidOperationException("blocked");
            public ValueTask SaveAsync(params int[] values) => default;
        }
        public sealed class Repo<T> where T : new()
        {
            public T Load(int id) => throw new InvalidOperationException("blocked");
            public Task<T> LoadAsync(int id, CancellationToken token) => Task.FromResult(new T());
        }
        public static class StoreExtensions
        {
            public static int Size<T>(this IEnumerable<T> source) => throw new InvalidOperationException("blocked");
            public static async Task<int> SizeAsync<T>(this IList<T> source) { await Task.Yield(); return source.Count; }
        }
        public sealed class Unary
        {
            private readonly Task<int> _task;
            public Unary(int n) => _task = Task.Run(() => n + 1);
            public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter() => _task.GetAwaiter();
        }
        """;

    [Theory(Timeout = 60_000), InlineData("InACoroutine"), InlineData("InPlainCode")]
    public async Task TwinsServeWhatTheCallNeeds(string how)
    {
        var run = Compiled(Twins + """

            [Patch]
            public static partial class C
            {
                public static string InPlainCode() => Greenlet.Spawn(Calls()).Get().Await();

                public static string InACoroutine() => Greenlet.Spawn(Waits()).Get().Await();

                [Coroutine]
                static IEnumerator<Yield<string>> Calls() { yield return Plain(new Store(), new Store(), new Repo<List<int>>()); }

                static string Plain(IStore store, Store own, Repo<List<int>> repo)
                {
                    own.Save(1, 2);
                    IEnumerable<string> rows = own.Query<string>("q", timeout: 7);
                    return $"{store.Get("a")}, {store.Get(flags: 3, key: "b")}, {string.Join(",", rows)}, {own.Call(4)}, {repo.Load(1).Count}, {new List<int> { 1, 2 }.Size()}";
                }

                [Coroutine]
                static IEnumerator<Yield<string>> Waits()
                {
                    IStore store = new Store();
                    var (own, repo) = (new Store(), new Repo<List<int>>());
                    own.Save(1, 2);
                    var rows = own.Query<string>("q", timeout: 7);
                    yield return $"{store.Get("a")}, {store.Get(flags: 3, key: "b")}, {string.Join(",", rows)}, {own.Call(4)}, {repo.Load(1).Count}, {new List<int> { 1, 2 }.Size()}";
                }
            }
            """);
        Assert.Equal("a 0, b 3, q 7 True, 5, 0, 2", await Task.Run(() => run.Invoke("C", how)));
    }

    [Fact]
    public void ATwinThatNeedsMoreIsNone()
    {
        var file = Compiled(Twins + """

            [Patch]
            public static partial class C
            {
                [Coroutine]
                public static IEnumerator<Yield> M(Store store)
                {
                    store.Query<string>("q", null, false);
                    yield break;
                }
            }
            """).Files["C.M.g.cs"];
        Assert.DoesNotContain("QueryAsync", file, StringComparison.Ordinal);
    }

    [Fact]
    public void TheInnermostAttributeDecidesWhat()
    {
        var files = Compiled("""
            [assembly: Patch(Patch.Thread)]
            public static partial class C
            {
                [Coroutine] public static IEnumerator<Yield> A(Socket s) { Thread.Sleep(1); s.Accept(); yield break; }
                [Coroutine(Patch = true)] public static IEnumerator<Yield> B(Socket s) { s.Accept(); yield break; }
            }
            [Patch(Patch.None)] public static partial class D
            {
                [Coroutine] public static IEnumerator<Yield> A() { Thread.Sleep(1); yield break; }
            }
            [Patch(Patch.Socket)] public static partial class E
            {
                [Coroutine] public static IEnumerator<Yield> A(Socket s) { Thread.Sleep(1); s.Accept(); yield break; }
            }
            """).Files;
        Assert.Contains("Greenlet.Sleep(1)", files["C.A.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("CoAccept", files["C.A.g.cs"], StringComparison.Ordinal);
        Assert.Contains("CoAccept", files["C.B.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Greenlet.Sleep", files["D.A.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("Greenlet.Sleep", files["E.A.g.cs"], StringComparison.Ordinal);
        Assert.Contains("CoAccept", files["E.A.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void ATwinIsInterceptedWithTheTokenOfItsWait()
    {
        var run = Compiled("""
            [assembly: Patch]
            public static class C
            {
                public static int M(Api api, Derived derived, IApi contract, Api<int> generic, CancellationToken token)
                {
                    api.Save("x");
                    api.Slow();
                    api.Told(1, token);
                    Api.Shared(5);
                    generic.Get<string>(1, "y");
                    contract.Ping();
                    "text".Send(2);
                    Span<byte> span = stackalloc byte[4];
                    api.Fill(span);
                    return derived.Load(1, retries: 3);
                }
            }
            public interface IApi { bool Ping(); Task<bool> PingAsync(CancellationToken token); }
            public class Api
            {
                public int Load(int id, int retries = 0) => id;
                public Task<int> LoadAsync(int id, int retries = 0, string tag = "", CancellationToken token = default) => Task.FromResult(id);
                public void Save(string text) { Hidden(); }
                public ValueTask SaveAsync(string text, CancellationToken token = default) => default;
                public void Slow() { }
                public Task SlowAsync() => Task.CompletedTask;
                public void Told(int n, CancellationToken token) { }
                public Task ToldAsync(int n, CancellationToken token) => Task.CompletedTask;
                public static int Shared(int n) => n;
                public static async Task<int> SharedAsync(int n, CancellationToken token) { await Task.Yield(); return Shared(n); }
                public void Fill(Span<byte> bytes) { }
                public Task FillAsync(Memory<byte> bytes, CancellationToken token) => Task.CompletedTask;
                private void Hidden() { }
                private Task HiddenAsync() => Task.CompletedTask;
            }
            public class Derived : Api;
            public class Api<T> { public U Get<U>(T id, U other) => other; public Task<V> GetAsync<V>(T id, V other, CancellationToken token) => Task.FromResult(other); }
            public static class Extensions
            {
                public static int Send(this string text, int n) => n;
                public static Task<int> SendAsync(this string text, int n, CancellationToken token = default) => Task.FromResult(n);
            }
            """);
        var interceptors = run.Files["CoroutineDsl.Interceptors.g.cs"];
        foreach (var call in new[]
        {
            "OwnedToken.Of(self.LoadAsync(id: id, retries: retries, token: global::CoroutineDsl.Runtime.OwnedToken.New(out var own)), own).Await()",
            "OwnedToken.Of(self.SaveAsync(text: text, token: global::CoroutineDsl.Runtime.OwnedToken.New(out var own)), own).Await()",
            "AwaitExtensions.Await(self.SlowAsync())",
            "OwnedToken.Of(self.ToldAsync(n: n, token: global::CoroutineDsl.Runtime.OwnedToken.New(token, out var own)), own).Await()",
            "OwnedToken.Of(global::Api.SharedAsync(n: n, token: ",
            "OwnedToken.Of(self.GetAsync<U>(id: id, other: other, token: ",
            "OwnedToken.Of(self.PingAsync(token: ",
            "OwnedToken.Of(global::Extensions.SendAsync(text: (string)text, n: n, token: ",
            "OwnedToken.Of(self.FillAsync(bytes: bytesCopy, token: ",
        }) Assert.Contains(call, interceptors, StringComparison.Ordinal);
        Assert.DoesNotContain("HiddenAsync", interceptors, StringComparison.Ordinal); // which no other class may call
        Assert.Equal(9, Count(interceptors, "InterceptsLocation(")); // Shared is not intercepted in its twin
    }

    [Fact]
    public void AConditionalCallOwnsItsTokenToo()
    {
        var file = Compiled("""
            [assembly: Patch]
            public static partial class C
            {
                [Coroutine]
                public static IEnumerator<Yield<int?>> M(Api? api, Socket? socket)
                {
                    api?.Save();
                    yield return api?.Load(1);
                }
            }
            public class Api
            {
                public int Load(int n) => n;
                public Task<int> LoadAsync(int n, CancellationToken token = default) => Task.FromResult(n);
                public void Save() { }
                public Task SaveAsync(CancellationToken token) => Task.CompletedTask;
            }
            """).Files["C.M.g.cs"];
        Assert.Contains(".LoadAsync(1,global::CoroutineDsl.Runtime.OwnedToken.New(out var own", file, StringComparison.Ordinal);
        Assert.Contains(".SaveAsync(global::CoroutineDsl.Runtime.OwnedToken.New(out var own", file, StringComparison.Ordinal);
        Assert.Equal(2, Count(file, ".Owned(own"));
    }

    [Fact]
    public void WithoutTheAttributeNothingIsPatched() => Assert.DoesNotContain("CoroutineDsl.Interceptors.g.cs", Compiled("""
        public static class C { public static void M() => Thread.Sleep(5); }
        """).Files.Keys);

    [Fact]
    public void AUsersOwnPatchCounts() => Assert.Contains("global::PortPatches.Read(self, n)", Compiled("""
        [assembly: Patch]
        public class Port { public string Read(int n) => ""; }
        public static class PortPatches { [Patches(typeof(Port), "Read")] public static Task<string> Read(Port port, int n) => Task.FromResult(""); }
        public static class C { public static string M(Port port) => port.Read(5); }
        """).Files["CoroutineDsl.Interceptors.g.cs"], StringComparison.Ordinal);

    private static GeneratorRun Compiled(string source)
    {
        var run = GeneratorRun.Of(Usings + source);
        run.AssertCompiles();
        // whether an interceptor fits its call is found out last
        Assert.Empty(run.Output.Emit(Stream.Null).Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning));
        return run;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class BlockingCallTests
{
    [Fact]
    public Task Calls_with_a_patch_method_become_that() => Verify.Fix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        using CoroutineDsl.Patching;

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Thread thread, Task task, Task<int> number)
            {
                [|Thread.Sleep(100)|]; // a while
                [|Thread.Sleep(TimeSpan.FromSeconds(1))|];
                if ([|thread.Join(100)|]) [|thread.Join()|];
                [|task.Wait()|];
                var n = [|number.Result|] + [|number.GetAwaiter().GetResult()|];
                [|Task.WaitAll(task, number)|];
                yield return Sleep(1);
            }
        }
        """,
        """
        using CoroutineDsl.Patching;

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Thread thread, Task task, Task<int> number)
            {
                Sleep(100).Await(); // a while
                Sleep(TimeSpan.FromSeconds(1)).Await();
                if (thread.CoJoin(100).Await()) thread.CoJoin().Await();
                task.CoWait().Await();
                var n = number.CoResult().Await() + number.GetAwaiter().CoGetResult().Await();
                TaskPatches.WaitAll(task, number).Await();
                yield return Sleep(1);
            }
        }
        """);

    [Fact]
    public Task Calls_with_a_twin_become_that() => Verify.Fix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<string>> M(Api api)
            {
                var text = [|api.Load("x", 1)|];
                [|api.Save(text)|];
                api?[|.Save(text)|];
                [|Api.Ping()|];
                [|api.Fill(new byte[1])|];
                [|api.Fill(new byte[9].AsSpan(1, 2))|];
                [|api.Extend(1)|];
                yield return [|api.Load([|api.Load("y", 1)|], 2)|];
            }
        }

        class Api
        {
            public string Load(string name, int n) => name;
            public Task<string> LoadAsync(string name, int n, CancellationToken token = default) => Task.FromResult(name);
            public void Save(string text) { }
            public ValueTask SaveAsync(string text, CancellationToken token) => default;
            public static bool Ping() => true;
            public static Task<bool> PingAsync() => Task.FromResult(true);
            public int Fill(Span<byte> buffer) => 0;
            public ValueTask<int> FillAsync(Memory<byte> buffer) => default;
            public void Extend(int x) { }
        }

        static class Extensions { public static Task ExtendAsync(this Api api, int x) => Task.CompletedTask; }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<string>> M(Api api)
            {
                var text = Cancellable(token => api.LoadAsync("x", 1, token)).Await();
                Cancellable(token => api.SaveAsync(text, token)).Await();
                api?.SaveAsync(text, default).Await();
                Api.PingAsync().Await();
                api.FillAsync(new byte[1]).Await();
                api.FillAsync(new byte[9].AsMemory(1, 2)).Await();
                api.ExtendAsync(1).Await();
                yield return api.LoadAsync(Cancellable(token => api.LoadAsync("y", 1, token)).Await(), 2).Await();
            }
        }

        class Api
        {
            public string Load(string name, int n) => name;
            public Task<string> LoadAsync(string name, int n, CancellationToken token = default) => Task.FromResult(name);
            public void Save(string text) { }
            public ValueTask SaveAsync(string text, CancellationToken token) => default;
            public static bool Ping() => true;
            public static Task<bool> PingAsync() => Task.FromResult(true);
            public int Fill(Span<byte> buffer) => 0;
            public ValueTask<int> FillAsync(Memory<byte> buffer) => default;
            public void Extend(int x) { }
        }

        static class Extensions { public static Task ExtendAsync(this Api api, int x) => Task.CompletedTask; }
        """);

    [Fact]
    public Task A_users_own_patch_is_used_and_its_namespace_imported() => Verify.Fix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        // a program
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Legacy.Port port)
            {
                var line = [|port.Read(5)|];
                [|Legacy.Port.Open("a")|];
                yield break;
            }
        }

        namespace Legacy
        {
            class Port { public string Read(int n) => ""; public static void Open(string name) { } }
        }

        namespace Modern
        {
            static class PortPatches
            {
                [Patches(typeof(Legacy.Port), "Read")] public static Task<string> ReadCooperatively(this Legacy.Port port, int n) => Task.FromResult("");
                [Patches(typeof(Legacy.Port), "Open")] public static Suspension Opened(string name) => default;
            }
        }
        """,
        """
        // a program
        using Modern;

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Legacy.Port port)
            {
                var line = port.ReadCooperatively(5).Await();
                PortPatches.Opened("a").Await();
                yield break;
            }
        }

        namespace Legacy
        {
            class Port { public string Read(int n) => ""; public static void Open(string name) { } }
        }

        namespace Modern
        {
            static class PortPatches
            {
                [Patches(typeof(Legacy.Port), "Read")] public static Task<string> ReadCooperatively(this Legacy.Port port, int n) => Task.FromResult("");
                [Patches(typeof(Legacy.Port), "Open")] public static Suspension Opened(string name) => default;
            }
        }
        """);

    [Fact]
    public Task Sockets_streams_and_collections() => Verify.Fix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        using CoroutineDsl.Patching;

        partial class C : MemoryStream
        {
            [Coroutine]
            IEnumerator<Yield> M(Socket? socket, byte[] buffer, BlockingCollection<string> items, TextReader reader, EndPoint remote, UdpClient udp)
            {
                var n = [|socket!.Receive(buffer)|];
                [|socket.Send(buffer, 0, n, SocketFlags.None)|];
                [|socket.Send(buffer.AsSpan(0, n))|];
                socket?[|.Connect("localhost", 80)|];
                n = [|socket!.ReceiveFrom(buffer, ref remote)|];
                while ([|reader.ReadLine()|] is { } line) [|items.Add(line)|];
                if (items.TryTake(out var free)) { }
                if ([|items.TryTake(out var item, 100)|]) Console.WriteLine(item);
                foreach (var x in [|items.GetConsumingEnumerable()|]) Console.WriteLine(x);
                var client = [|new TcpClient("localhost", 80)|];
                var line2 = [|Console.ReadLine()|];
                [|Parallel.For(0, 10, i => { })|];
                yield break;
            }
        }
        """,
        """
        using CoroutineDsl.Patching;

        partial class C : MemoryStream
        {
            [Coroutine]
            IEnumerator<Yield> M(Socket? socket, byte[] buffer, BlockingCollection<string> items, TextReader reader, EndPoint remote, UdpClient udp)
            {
                var n = socket!.CoReceive(buffer).Await();
                socket.CoSend(buffer, 0, n, SocketFlags.None).Await();
                socket.CoSend(buffer.AsMemory(0, n)).Await();
                socket?.CoConnect("localhost", 80).Await();
                n = socket!.CoReceiveFrom(buffer, remote).Await().Ref(ref remote);
                while (reader.CoReadLine().Await() is { } line) items.CoAdd(line).Await();
                if (items.TryTake(out var free)) { }
                if (items.CoTryTake(100).Await().Out(out var item)) Console.WriteLine(item);
                foreach (var x in items.CoGetConsumingEnumerable()) Console.WriteLine(x);
                var client = TcpPatches.Connected("localhost", 80).Await();
                var line2 = CoConsole.ReadLine().Await();
                Hub.Current.Offload(() => Parallel.For(0, 10, i => { })).Await();
                yield break;
            }
        }
        """);

    [Fact]
    public Task What_the_library_has_is_called_by_its_own_name() => Verify.Fix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        using static System.Console;

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(string path, string? maybe, byte[] bytes)
            {
                while ([|Console.ReadLine()|] is { } line) [|File.AppendAllText(path, line)|];
                var next = ([|ReadLine()|] ?? "").Length + [|Console.Read()|];
                var key = [|Console.ReadKey(true)|];
                [|File.WriteAllText(path, [|File.ReadAllText(path, System.Text.Encoding.UTF8)|])|];
                [|File.WriteAllText(path, maybe)|];
                [|File.WriteAllBytes(path, bytes)|];
                [|File.WriteAllText(path, contents: "named")|];
                foreach (var l in [|File.ReadAllLines(path)|]) { }
                var stream = [|File.Open(path, FileMode.Open)|];
                yield break;
            }
        }
        """,
        """
        using static System.Console;

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(string path, string? maybe, byte[] bytes)
            {
                while (CoConsole.ReadLine().Await() is { } line) CoFile.AppendAllText(path, line).Await();
                var next = (CoConsole.ReadLine().Await() ?? "").Length + Hub.Current.Offload(() => Console.Read()).Await();
                var key = Hub.Current.Offload(() => Console.ReadKey(true)).Await();
                CoFile.WriteAllText(path, CoFile.ReadAllText(path, System.Text.Encoding.UTF8).Await()).Await();
                CoroutineDsl.Patching.FilePatches.WriteAllText(path, maybe).Await();
                CoFile.WriteAllBytes(path, bytes).Await();
                CoroutineDsl.Patching.FilePatches.WriteAllText(path, contents: "named").Await();
                foreach (var l in CoFile.ReadAllLines(path).Await()) { }
                var stream = Hub.Current.Offload(() => File.Open(path, FileMode.Open)).Await();
                yield break;
            }
        }
        """);

    [Fact]
    public async Task What_the_library_has_for_something_else_is_not_named() => Assert.All(
        await Verify.Messages<BlockingCallAnalyzer>("partial class C { [Coroutine] static IEnumerator<Yield> M(string p) { File.Open(p, FileMode.Open); File.WriteAllText(p, p.AsSpan()); yield break; } }"),
        message => Assert.DoesNotContain("CoFile", message, StringComparison.Ordinal));

    [Fact]
    public Task Where_no_suspension_can_stand_there_is_no_fix() => Verify.NoFix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(object gate, Api api)
            {
                lock (gate) { [|Thread.Sleep(1)|]; }
                try { } catch (Exception) when ([|api.Check()|]) { }
                Span<byte> span = stackalloc byte[4];
                [|api.Fill(span)|];
                [|Monitor.Wait(gate)|];
                yield break;
            }
        }

        class Api
        {
            public bool Check() => true;
            public Task<bool> CheckAsync() => Task.FromResult(true);
            public void Fill(Span<byte> buffer) { }
            public Task FillAsync(Memory<byte> buffer) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Only_coroutines_and_only_their_innermost_function() => Verify.Nothing<BlockingCallAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M()
            {
                Action later = () => Thread.Sleep(1);
                void Local() => Thread.Sleep(1);
                Local();
                _ = nameof(Thread.Sleep);
                yield break;
            }

            static IEnumerable<int> Other() { Thread.Sleep(1); yield return 1; }
        }
        """);

    [Fact]
    public Task Results_of_completed_tasks_do_not_block() => Verify.Diagnostics<BlockingCallAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Task<int> a, Task<int> b, Task<int> c, Task<int> d, Task<int> e, Task<int>[] many, Task<int>[] more)
            {
                if (a.IsCompletedSuccessfully) Console.WriteLine(a.Result);
                Console.WriteLine(a.IsCompleted ? a.Result : 0);
                Console.WriteLine(a.IsCompleted && a.Result > 0);
                if (!b.IsCompleted) yield break;
                Console.WriteLine(b.Result);
                yield return c;
                Console.WriteLine(c.Result);
                Task.WhenAll(many).Await();
                foreach (var t in many) Console.WriteLine(t.Result);
                Console.WriteLine(many[0].Result);
                var first = Task.WhenAny(d, e).Await();
                Console.WriteLine(first.Result);
                Console.WriteLine([|d.Result|]);
                if (!d.IsCompleted) Console.WriteLine([|e.Result|]);
                if (a.IsCompleted) { } else Console.WriteLine([|a.Result|]);
                Console.WriteLine([|more[1].Result|]);
            }
        }
        """);

    [Fact]
    public Task A_zero_timeout_does_not_block() => Verify.Nothing<BlockingCallAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(SemaphoreSlim s, Task task, WaitHandle handle)
            {
                s.Wait(0);
                s.Wait(TimeSpan.Zero);
                task.Wait(0);
                handle.WaitOne(0);
                yield break;
            }
        }
        """);

    [Fact]
    public Task Where_the_patch_is_on_only_what_it_cannot_write_is_told() => Verify.Diagnostics<BlockingCallAnalyzer>(
        """
        [assembly: Patch(Patch.Thread | Patch.Socket)]

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Socket? socket, object gate, Task task)
            {
                Thread.Sleep(1);
                socket!.Accept();
                socket?.Connect("localhost", 1);
                socket?[|.Poll(1, SelectMode.SelectRead)|];
                lock (gate) { [|Thread.Sleep(1)|]; }
                [|task.Wait()|];
                yield break;
            }

            [Coroutine(Patch = true)]
            static IEnumerator<Yield> All(Task task, Api api) { task.Wait(); api.X(); Console.ReadLine(); yield break; }
        }

        class Api { public void X() { } public Task XAsync() => Task.CompletedTask; }
        """);
}

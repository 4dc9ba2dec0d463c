using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The fixes that make coroutines of a blocking program take its callers along, whatever shape they have.</summary>
public class MigrationFixTests
{
    [Fact]
    public Task Callers_of_a_void_method_wait_as_they_did() => Verify.Fix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C
        {
            event Action? Left;

            [Coroutine]
            void [|Line|](Stream s, string t) { s.Write(System.Text.Encoding.ASCII.GetBytes(t)); }

            [Coroutine]
            void [|Bye|]() { Line(Stream.Null, nameof(Bye)); }

            void Talk(TcpListener l)
            {
                var s = l.AcceptTcpClient().GetStream();
                Line(s, "one");
                Line(s, "two");
                s.Close();
                while (true) { var c = l.AcceptTcpClient(); Line(c.GetStream(), "x"); }
            }

            void Threads()
            {
                new Thread(Bye).Start();
                new Thread(() => Line(Stream.Null, "x")).Start();
                Task.Factory.StartNew(Bye);
                Action bye = Bye;
                Left += Bye;
                Left += () => Bye();
            }
        }
        """,
        """
        partial class C
        {
            event Action? Left;

            [Coroutine]
            IEnumerator<Yield> Line(Stream s, string t) { s.Write(System.Text.Encoding.ASCII.GetBytes(t)); yield break; }

            [Coroutine]
            IEnumerator<Yield> Bye() { Line(Stream.Null, nameof(Bye)).Await(); yield break; }

            void Talk(TcpListener l)
            {
                var s = l.AcceptTcpClient().GetStream();
                Line(s, "one").Await();
                Line(s, "two").Await();
                s.Close();
                while (true) { var c = l.AcceptTcpClient(); Spawn(Line(c.GetStream(), "x")); }
            }

            void Threads()
            {
                new Thread(() => Bye().Await()).Start();
                new Thread(() => Line(Stream.Null, "x").Await()).Start();
                Task.Factory.StartNew(() => Bye().Await());
                Action bye = () => Bye().Await();
                Left += () => Spawn(Bye());
                Left += () => Spawn(Bye());
            }
        }
        """);

    [Fact]
    public Task An_interface_and_all_that_implements_it_change_together() => Verify.Fix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        interface IPeer { int Read(byte[] b); }
        abstract class Base : IPeer { public abstract int Read(byte[] b); }
        partial class Peer : Base
        {
            [Coroutine]
            public override int [|Read|](byte[] b) { return b.Length; }
        }
        class Other : IPeer { public int Read(byte[] b) => 0; }
        class User { int Use(IPeer p, Base b) => p.Read([]) + b.Read([1]); }
        """,
        """
        partial interface IPeer {
            [Coroutine]
            IEnumerator<Yield<int>> Read(byte[] b); }
        abstract partial class Base : IPeer {
            [Coroutine]
            public abstract IEnumerator<Yield<int>> Read(byte[] b); }
        partial class Peer : Base
        {
            [Coroutine]
            public override IEnumerator<Yield<int>> Read(byte[] b) { yield return b.Length; }
        }
        partial class Other : IPeer {
            [Coroutine]
            public IEnumerator<Yield<int>> Read(byte[] b)
            {
                yield return 0;
            }
        }
        class User { int Use(IPeer p, Base b) => p.Read([]).Await() + b.Read([1]).Await(); }
        """);

    [Fact]
    public Task Where_another_assembly_fixes_the_type_nothing_is_offered() => Verify.NoFix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C : IDisposable
        {
            [Coroutine]
            public void [|Dispose|]() { Console.WriteLine(); }

            [Coroutine]
            public override string [|ToString|]() { return ""; }

            event Action? Left;

            [Coroutine]
            void [|OnLeft|]() { Console.WriteLine(); }

            void Stop() => Left -= OnLeft;
        }
        """);

    [Fact]
    public Task A_task_that_has_to_stay_becomes_a_bridge_to_a_coroutine() => Verify.Fix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class Store : IAsyncDisposable
        {
            private bool _isOpen = true;

            /// <summary>Awaited by plain code.</summary>
            [Coroutine, Obsolete]
            public virtual async Task<string> [|LoadAsync|](string key, CancellationToken token = default)
            {
                await Task.Delay(1, token).ConfigureAwait(false);
                return key + await ReadAsync();
            }

            [Coroutine]
            private async Task<int> [|ReadAsync|]() { await Task.Delay(1); return 1; }

            [Coroutine]
            public async ValueTask [|DisposeAsync|]()
            {
                await Task.Delay(1);
                _isOpen = false;
            }

            public async Task<string> UseAsync() => _isOpen ? await LoadAsync("a").ConfigureAwait(false) : "";
        }
        """,
        """
        partial class Store : IAsyncDisposable
        {
            private bool _isOpen = true;

            /// <summary>Awaited by plain code.</summary>
            [Obsolete]
            public virtual Task<string> LoadAsync(string key, CancellationToken token = default) => Spawn(Load(key, token), token: token).AsTask();

            [Coroutine]
            private IEnumerator<Yield<string>> Load(string key, CancellationToken token = default)
            {
                Task.Delay(1, token).Await();
                yield return key + ReadAsync().Await();
            }

            [Coroutine]
            private IEnumerator<Yield<int>> ReadAsync() { Task.Delay(1).Await(); yield return 1; }

            public ValueTask DisposeAsync() => new(Spawn(Dispose()).AsTask());

            [Coroutine]
            private IEnumerator<Yield> Dispose()
            {
                Task.Delay(1).Await();
                _isOpen = false;
                yield break;
            }

            public async Task<string> UseAsync() => _isOpen ? await LoadAsync("a").ConfigureAwait(false) : "";
        }
        """);
}

using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A <c>foreach</c> whose steps block, where the same can be gone through asynchronously; properties with a twin.</summary>
public class BlockingSequenceTests
{
    private const string Types = """

        class Rows : IEnumerable<int>, IAsyncEnumerable<int>
        {
            public IEnumerator<int> GetEnumerator() => throw new NotSupportedException();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
            public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken token = default) => throw new NotSupportedException();
        }

        class Query<T> : IEnumerable<T>
        {
            public IEnumerator<T> GetEnumerator() => throw new NotSupportedException();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }

        static class Queries { public static IAsyncEnumerable<T> AsAsyncEnumerable<T>(this Query<T> query) => throw new NotSupportedException(); }

        class Store
        {
            public IEnumerable<string> Keys(int page = 10) => [];
            public IAsyncEnumerable<string> KeysAsync(int page = 10) => throw new NotSupportedException();
            public IEnumerable<string> Names() => [];
            public int Size => 1;
            public Task<int> SizeAsync() => Task.FromResult(1);
        }
        """;

    [Fact]
    public Task What_blocks_is_told_of() => Verify.Diagnostics<BlockingCallAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Rows rows, Query<string> query, Store store, IAsyncEnumerable<int> asynchronous, List<int> list)
            {
                foreach (var row in [|rows|]) Console.WriteLine(row);
                foreach (var row in [|query|]) Console.WriteLine(row);
                foreach (var key in [|store.Keys()|]) Console.WriteLine(key);
                foreach (var n in asynchronous) Console.WriteLine(n);
                foreach (var n in list) Console.WriteLine(n);
                foreach (var name in store.Names()) Console.WriteLine(name);
                Console.WriteLine([|store.Size|] + nameof(store.Size));
                if (store is { Size: 1 }) yield break;
            }
        }
        """ + Types);

    [Fact]
    public Task The_fix_goes_through_it_asynchronously() => Verify.Fix<BlockingCallAnalyzer, BlockingCallFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Query<string> query, Store store)
            {
                foreach (var row in [|query|]) Console.WriteLine(row);
                foreach (var key in [|store.Keys()|]) Console.WriteLine(key);
                Console.WriteLine([|store.Size|]);
                yield break;
            }
        }
        """ + Types,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Query<string> query, Store store)
            {
                foreach (var row in query.AsAsyncEnumerable()) Console.WriteLine(row);
                foreach (var key in store.KeysAsync()) Console.WriteLine(key);
                Console.WriteLine(store.SizeAsync().Await());
                yield break;
            }
        }
        """ + Types);

    [Fact]
    public Task Under_the_patch_a_coroutine_waits_and_nothing_is_told() => Verify.Nothing<BlockingCallAnalyzer>(
        """
        [assembly: Patch]
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Rows rows, Query<string> query, Store store)
            {
                foreach (var row in rows) Console.WriteLine(row);
                foreach (var row in query) Console.WriteLine(row);
                foreach (var key in store.Keys()) Console.WriteLine(key);
                Console.WriteLine(store.Size);
                yield break;
            }
        }
        """ + Types);
}

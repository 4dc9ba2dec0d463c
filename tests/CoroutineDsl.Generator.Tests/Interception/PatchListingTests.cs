using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Oracle;

namespace CoroutineDsl.Generator.Tests.Interception;

/// <summary>The list of what is patched names the twin calls, and what stays blocking, with the reason.</summary>
public class PatchListingTests
{
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using CoroutineDsl;
        [assembly: Patch]
        public static partial class C
        {
            [Coroutine]
            public static IEnumerator<Yield> M(Api api, Rows rows)
            {
                Thread.Sleep(1);
                Console.WriteLine(api.Load() + api.Size);
                foreach (var row in rows) Console.WriteLine(row);
                api.Near(true);
                lock (api) api.Load();
                Monitor.TryEnter(api, 1);
                yield break;
            }

            public static void Plain(Api api, Rows rows)
            {
                api.Load();
                Console.WriteLine(api.Size);
                foreach (var row in rows) Console.WriteLine(row);
                new Thread(() => api.Load()).Start();
                new Thread(() => api.Near(true)).Start();
                Task.Run(() => Near());
                Task.Run(Sleep);
                void Near() => api.Near(true);
                void Sleep() => Thread.Sleep(1);
            }
        }
        public class Api
        {
            public int Load() => 1;
            public Task<int> LoadAsync() => Task.FromResult(1);
            public int Size => 1;
            public Task<int> SizeAsync() => Task.FromResult(1);
            public void Near(bool isNear) { }
            public Task NearAsync() => Task.CompletedTask;
        }
        public class Rows : IEnumerable<int>, IAsyncEnumerable<int>
        {
            public IEnumerator<int> GetEnumerator() => throw new NotSupportedException();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
            public IAsyncEnumerator<int> GetAsyncEnumerator(CancellationToken token = default) => throw new NotSupportedException();
        }
        """;

    [Fact]
    public void NamesWhatIsPatchedAndWhatIsNot()
    {
        var compilation = Compilations.Of(Source);
        var lines = PatchListing.Of(compilation, isWanted: true, default).Split('\n').Where(line => line.StartsWith("// ", StringComparison.Ordinal) && line.Contains("): ", StringComparison.Ordinal))
            .Select(line => (int.Parse(line.Split('(')[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture), line[(line.IndexOf("): ", StringComparison.Ordinal) + 3)..])).Order();
        Assert.Equal(
        [
            (12, "Thread.Sleep -> Greenlet.Sleep"),
            (13, "Api.Load -> Api.LoadAsync"),
            (13, "Api.Size -> Api.SizeAsync"),
            (14, "foreach over Rows -> IAsyncEnumerable"),
            (15, "Api.Near stays blocking, if it waits: NearAsync does not serve, since it takes no `isNear`"),
            (16, "Api.Load stays blocking: nothing can wait where it stands"),
            (17, "Monitor.TryEnter stays blocking: it belongs to the thread that calls it"),
            (23, "Api.Load -> Api.LoadAsync"),
            (24, "Api.Size stays blocking: outside the body of a coroutine only calls of methods are patched"),
            (25, "foreach over Rows stays blocking: outside the body of a coroutine only calls of methods are patched"),
            (26, "Api.Load -> Api.LoadAsync"),
            (26, "Thread.Start -> a greenlet, where a greenlet starts it"),
            (27, "Api.Near stays blocking, if it waits: NearAsync does not serve, since it takes no `isNear`"),
            (27, "Thread.Start stays what it is: no body that blocks is seen"),
            (28, "Task.Run stays what it is: no body that blocks is seen"),
            (29, "Task.Run -> a greenlet, where a greenlet starts it"),
            (30, "Api.Near stays blocking, if it waits: NearAsync does not serve, since it takes no `isNear`"),
            (31, "Thread.Sleep -> Greenlet.Sleep"),
        ], lines);
    }

    [Fact]
    public void NobodyPaysForItWhoDoesNotAsk() => Assert.Equal("", PatchListing.Of(Compilations.Of(Source), isWanted: false, default));
}

using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class UncancelledTaskTests
{
    [Fact]
    public Task A_call_that_an_overload_takes_a_token_for_gets_it() => Verify.Fix<UncancelledTaskAnalyzer, UncancelledTaskFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<string>> M(HttpClient http, Api api, string path)
            {
                var text = [|http.GetStringAsync(path)|].Await(); // over the network
                [|api.LoadAsync(1)|].Await();
                [|api.LoadAsync(1, flag: true)|].Await();
                var n = [|api.CountAsync()|].Await() + [|Api.PingAsync(path)|].ConfigureAwait(false).Await();
                [|api.ExtendAsync("x")|].Await();
                [|api.GiveAsync<string>(text)|].Await();
                yield return [|File.WriteAllTextAsync(path, text)|];
                yield return [|api.ValueAsync()|];
                foreach (var item in [|api.ItemsAsync(n)|].Await()) Console.WriteLine(item);
                SetResult(text);
            }
        }
        """ + Api,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<string>> M(HttpClient http, Api api, string path)
            {
                var text = Cancellable(token => http.GetStringAsync(path, token)).Await(); // over the network
                Cancellable(token => api.LoadAsync(1, cancellationToken: token)).Await();
                Cancellable(token => api.LoadAsync(1, flag: true, cancellationToken: token)).Await();
                var n = Cancellable(token => api.CountAsync(token)).Await() + Cancellable(token => Api.PingAsync(path, token)).Await();
                Cancellable(token => api.ExtendAsync("x", token)).Await();
                Cancellable(token => api.GiveAsync<string>(text, token)).Await();
                yield return Cancellable(token => File.WriteAllTextAsync(path, text, token));
                yield return Cancellable(token => api.ValueAsync(token));
                foreach (var item in Cancellable(token => api.ItemsAsync(n, token)).Await()) Console.WriteLine(item);
                SetResult(text);
            }
        }
        """ + Api);

    [Fact]
    public Task The_name_is_qualified_where_it_is_not_in_scope_and_the_token_gets_a_free_one() => Verify.Fix<UncancelledTaskAnalyzer, UncancelledTaskFix>(
        """
        partial class C
        {
            static void Cancellable() { }

            [Coroutine]
            static IEnumerator<Yield> M(Api api, string token)
            {
                [|Api.PingAsync(token)|].Await();
                yield break;
            }
        }
        """ + Api,
        """
        partial class C
        {
            static void Cancellable() { }

            [Coroutine]
            static IEnumerator<Yield> M(Api api, string token)
            {
                Coroutine.Cancellable(token2 => Api.PingAsync(token, token2)).Await();
                yield break;
            }
        }
        """ + Api);

    [Fact]
    public Task What_takes_no_token_has_one_or_cannot_move_is_left() => Verify.Nothing<UncancelledTaskAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Api api, Task task, CancellationToken stop)
            {
                task.Await();
                yield return task;
                yield return Sleep(1);
                api.DeafAsync().Await();
                api.OldAsync().Await();
                api.OtherAsync().Await();
                api.ManyAsync(1, 2).Await();
                api.CountAsync(stop).Await();
                api.CountAsync(CancellationToken.None).Await();
                Cancellable(token => api.CountAsync(token)).Await();
                api?.CountAsync().Await();
                api.LoadAsync(Cancellable(token => api.CountAsync(token)).Await()).Await();
                Func<Task<int>> later = () => api.CountAsync();
                yield break;
            }

            static void Plain(Api api) => api.CountAsync().Await();
        }
        """ + Api);

    private const string Api =
        """


        public class Api
        {
            public Task LoadAsync(int id, bool flag = false, CancellationToken cancellationToken = default) => Task.CompletedTask;
            public Task<int> CountAsync() => CountAsync(default);
            public Task<int> CountAsync(CancellationToken token) => Task.FromResult(1);
            public static Task<int> PingAsync(string host) => Task.FromResult(1);
            public static Task<int> PingAsync(string host, CancellationToken token) => Task.FromResult(1);
            public Task<T> GiveAsync<T>(T value) => Task.FromResult(value);
            public Task<T> GiveAsync<T>(T value, CancellationToken token) => Task.FromResult(value);
            public ValueTask ValueAsync(CancellationToken token = default) => default;
            public Task<List<int>> ItemsAsync(int count, CancellationToken token = default) => Task.FromResult(new List<int>());
            public Task DeafAsync() => Task.CompletedTask;
            public Task OldAsync() => Task.CompletedTask;
            [Obsolete] public Task OldAsync(CancellationToken token) => Task.CompletedTask;
            public Task OtherAsync() => Task.CompletedTask;
            public Task<int> OtherAsync(CancellationToken token) => Task.FromResult(1);
            public Task ManyAsync(params object[] values) => Task.CompletedTask;
        }

        public static class ApiExtensions
        {
            public static Task ExtendAsync(this Api api, string text) => Task.CompletedTask;
            public static Task ExtendAsync(this Api api, string text, CancellationToken token) => Task.CompletedTask;
        }
        """;
}

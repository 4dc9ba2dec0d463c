// says: loaded 3 True generic x tokened extended
namespace Twins;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var api = new Api();
        Say([|api.Load("loaded")|]);
        Say([|api.Count([|api.Load("abc")|], 0)|]);
        Say([|Api.Ping()|]);
        Say([|api.Get<string>("generic")|]);
        Say(((IApi)api).Name);
        [|api.Save("x")|];
        [|api.Extend()|];
        yield break;
    }

    interface IApi { string Name { get; } }

    class Api : IApi
    {
        public string Name => "x";
        public string Load(string name) => throw new InvalidOperationException("blocks");
        public async Task<string> LoadAsync(string name) { await Task.Delay(1); return name; }
        public int Count(string text, int start, bool isFast = false) => throw new InvalidOperationException("blocks");
        public ValueTask<int> CountAsync(string text, int start, bool isFast = false, CancellationToken token = default) => new(text.Length - start);
        public static bool Ping() => throw new InvalidOperationException("blocks");
        public static Task<bool> PingAsync() => Task.FromResult(true);
        public T Get<T>(T value) => throw new InvalidOperationException("blocks");
        public Task<T> GetAsync<T>(T value) => Task.FromResult(value);
        public void Save(string text) => throw new InvalidOperationException("blocks");
        public ValueTask SaveAsync(string text, CancellationToken token) { Say("tokened"); return default; }
        public void Extend() => throw new InvalidOperationException("blocks");
    }

    static Task ExtendAsync(this Api api) { Say("extended"); return Task.CompletedTask; }
}

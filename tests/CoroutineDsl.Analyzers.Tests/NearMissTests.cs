using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Where the patch is on, what is named like a twin and does not serve is told of, with the reason: the call may block, and nobody would see it.</summary>
public class NearMissTests
{
    private static string Program(string members, string calls, string attribute = "[assembly: Patch]") =>
        $$"""
        {{attribute}}
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Api api) { {{calls}} yield break; }
        }

        class Api
        {
            {{members}}
        }
        """;

    private static async Task Tells(string reason, string members, string call)
    {
        var message = Assert.Single(await Verify.Messages<BlockingCallAnalyzer>(Program(members, call)));
        Assert.EndsWith($"blocks every greenlet of the hub, if it waits: {reason}", message, StringComparison.Ordinal);
        Assert.Empty(await Verify.Messages<BlockingCallAnalyzer>(Program(members, call, attribute: "")));
    }

    [Fact]
    public Task An_argument_that_it_does_not_take() =>
        Tells("'QueryAsync' does not serve, since it takes no 'isBuffered'", "public int Query(string sql, bool isBuffered) => 1; public Task<int> QueryAsync(string sql) => Task.FromResult(1);", "api.Query(\"\", true);");

    [Fact]
    public Task An_argument_that_it_needs() =>
        Tells("'LoadAsync' does not serve, since it needs 'more'", "public void Load() { } public Task LoadAsync(string more) => Task.CompletedTask;", "api.Load();");

    [Fact]
    public Task Another_value() =>
        Tells("'LoadAsync' does not serve, since it gives 'Task<string>'", "public int Load() => 1; public Task<string> LoadAsync() => Task.FromResult(\"\");", "api.Load();");

    [Fact]
    public Task An_argument_by_reference() =>
        Tells("'TryLoadAsync' does not serve, since it cannot have 'out n'", "public bool TryLoad(out int n) { n = 1; return true; } public Task<bool> TryLoadAsync() => Task.FromResult(true);", "api.TryLoad(out _);");

    [Fact]
    public Task One_that_is_not_accessible() =>
        Tells("'LoadAsync' does not serve, since it is not accessible here", "public int Load() => 1; private Task<int> LoadAsync() => Task.FromResult(1);", "api.Load();");

    [Fact]
    public Task The_twin_of_another_overload_is_none() => Verify.Nothing<BlockingCallAnalyzer>(Program(
        "public string Write<T>(T value) => \"\"; public void Write<T>(System.IO.Stream to, T value) { } public Task WriteAsync<T>(System.IO.Stream to, T value, CancellationToken token = default) => Task.CompletedTask;",
        "api.Write(1); Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(1)); Console.WriteLine(System.Security.Cryptography.SHA256.HashData(new byte[1]).Length);"));

    [Fact]
    public Task What_serves_is_patched_and_not_told_of() => Verify.Nothing<BlockingCallAnalyzer>(Program(
        "public int Count => 1; public Task<int> CountAsync(CancellationToken token = default) => Task.FromResult(1); public int Load() => 1; public Task<int> LoadAsync() => Task.FromResult(1);",
        "Console.WriteLine(api.Count + api.Load());"));
}

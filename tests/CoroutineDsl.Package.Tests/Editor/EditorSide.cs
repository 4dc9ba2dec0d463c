using System.Text.Json;
using StreamJsonRpc;

namespace CoroutineDsl.Package.Tests.Editor;

/// <summary>What the server asks of the editor. Everything else that it says is not listened to.</summary>
internal sealed class EditorSide
{
    private readonly TaskCompletionSource _isLoaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the server has loaded the project.</summary>
    public Task Loaded => _isLoaded.Task;

    [JsonRpcMethod("workspace/configuration", UseSingleObjectParameterDeserialization = true)]
    public object[] Configure(JsonElement asked) => [.. asked.GetProperty("items").EnumerateArray().Select(_ => new { analyzersEnabled = true })];

    [JsonRpcMethod("window/workDoneProgress/create", UseSingleObjectParameterDeserialization = true)]
    public object? Begin(JsonElement _) => null;

    [JsonRpcMethod("$/progress", UseSingleObjectParameterDeserialization = true)]
    public void Progress(JsonElement progress)
    {
        if (progress.GetProperty("value").GetProperty("kind").GetString() == "end") _isLoaded.TrySetResult();
    }
}

using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CoroutineDsl.Samples.Tests;

/// <summary>A headless Chromium, driven by the DevTools protocol.</summary>
internal sealed class Browser : IDisposable
{
    private static readonly string[] Switches =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
        "--remote-debugging-port=0",
    ];

    private readonly Process _process;
    private readonly ClientWebSocket _tools = new();
    private readonly string _profile;
    private readonly Dictionary<int, JsonObject> _answers = [];
    private int _number;

    private Browser(Process process, string profile)
    {
        _process = process;
        _profile = profile;
    }

    public static async Task<Browser> Start(CancellationToken limit)
    {
        var profile = Directory.CreateTempSubdirectory("browser").FullName;
        var start = new ProcessStartInfo("chromium") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])[.. Switches, $"--user-data-dir={profile}", "about:blank"]) start.ArgumentList.Add(argument);
        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            const string announcement = "DevTools listening on ";
            string? line;
            do line = await browser._process.StandardError.ReadLineAsync(limit) ?? throw new InvalidOperationException("Chromium did not start");
            while (!line.StartsWith(announcement, StringComparison.Ordinal));
            _ = browser._process.StandardError.ReadToEndAsync(limit);
            await browser._tools.ConnectAsync(new Uri(line[announcement.Length..]), limit);
            return browser;
        }
        catch
        {
            browser.Dispose();
            throw;
        }
    }

    /// <summary>Opens a page, and gives what runs scripts in it: an expression, whose value is awaited if it is a promise.</summary>
    public async Task<Func<string, Task<string>>> Open(string url, CancellationToken limit)
    {
        var call = await Attach(url, limit);
        return async script =>
        {
            var result = await call("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
            return result["exceptionDetails"] is null ? result["result"]!["value"]?.ToString() ?? "" : throw new InvalidOperationException(result.ToJsonString());
        };
    }

    /// <summary>Opens a page, and gives what sends it any command of the DevTools protocol.</summary>
    public async Task<Func<string, JsonObject, Task<JsonObject>>> Attach(string url, CancellationToken limit)
    {
        var target = (string)(await Call("Target.createTarget", new() { ["url"] = url }, null, limit))["targetId"]!;
        var session = (string)(await Call("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }, null, limit))["sessionId"]!;
        return (method, parameters) => Call(method, parameters, session, limit);
    }

    public void Dispose()
    {
        _tools.Dispose();
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // a helper process still writes there
        }
    }

    /// <summary>One call at a time; what the browser tells besides is dropped.</summary>
    private async Task<JsonObject> Call(string method, JsonObject parameters, string? session, CancellationToken limit)
    {
        var id = ++_number;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) call["sessionId"] = session;
        await _tools.SendAsync(JsonSerializer.SerializeToUtf8Bytes(call), WebSocketMessageType.Text, true, limit);
        JsonObject? answer;
        while (!_answers.Remove(id, out answer))
        {
            var message = await Receive(limit);
            if (message["id"] is { } number) _answers[(int)number] = message;
        }

        return answer["result"] as JsonObject ?? throw new InvalidOperationException($"{method}: {answer.ToJsonString()}");
    }

    private async Task<JsonObject> Receive(CancellationToken limit)
    {
        var text = new MemoryStream();
        var buffer = new byte[16_384];
        while (true)
        {
            var part = await _tools.ReceiveAsync(buffer, limit);
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonNode.Parse(text.ToArray())!.AsObject();
        }
    }
}

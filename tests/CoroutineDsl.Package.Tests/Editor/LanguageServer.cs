using System.Diagnostics;
using System.Text.Json;
using StreamJsonRpc;
using Xunit;

namespace CoroutineDsl.Package.Tests.Editor;

/// <summary>csharp-ls, a language server on Roslyn, with a project open in it: what an editor asks, as an editor asks it.</summary>
internal sealed class LanguageServer : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly EditorSide _editor = new();
    private readonly Process _process;
    private readonly JsonRpc _rpc;
    private readonly string _uri;
    private int _version;

    /// <summary>Opens the one file of a project that has been restored.</summary>
    public LanguageServer(string folder, string file)
    {
        _uri = new Uri(Path.Combine(folder, file)).AbsoluteUri;
        Text = File.ReadAllText(Path.Combine(folder, file));
        _process = Process.Start(new ProcessStartInfo("dotnet", ["tool", "run", "csharp-ls"])
        {
            WorkingDirectory = Repository.Root, // where the manifest of the tools is
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _rpc = new JsonRpc(new HeaderDelimitedMessageHandler(_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream, new SystemTextJsonFormatter()), _editor);
        _rpc.StartListening();
        Ask("initialize", new
        {
            processId = Environment.ProcessId,
            workspaceFolders = new[] { new { uri = new Uri(folder).AbsoluteUri, name = "project" } },
            capabilities = new { workspace = new { configuration = true }, window = new { workDoneProgress = true } },
        });
        Tell("initialized", new { });
        Tell("textDocument/didOpen", new { textDocument = new { uri = _uri, languageId = "csharp", version = ++_version, text = Text } });
        _editor.Loaded.WaitAsync(s_patience).GetAwaiter().GetResult();
    }

    /// <summary>What stands in the editor.</summary>
    public string Text { get; private set; }

    /// <summary>Types: the whole file is this now.</summary>
    public void Write(string text)
    {
        Text = text;
        Tell("textDocument/didChange", new { textDocument = new { uri = _uri, version = ++_version }, contentChanges = new[] { new { text } } });
    }

    /// <summary>What is underlined: by the compiler and by the analyzers, those of the package too. Hints are left out.</summary>
    public (string Id, string Marked, string Message)[] Diagnostics() =>
        [.. from found in Ask("textDocument/diagnostic", new { textDocument = new { uri = _uri } }).GetProperty("items").EnumerateArray()
            where found.GetProperty("severity").GetInt32() <= 2
            select (found.GetProperty("code").GetString()!, Marked(found.GetProperty("range")), found.GetProperty("message").GetString()!)];

    /// <summary>The line of this file that the definition of what stands there is on; nothing where it is elsewhere.</summary>
    public string? Definition(string at) =>
        Ask("textDocument/definition", new { textDocument = new { uri = _uri }, position = Find(at) }).EnumerateArray()
            .Where(place => place.GetProperty("uri").GetString() == _uri)
            .Select(place => Text.Split('\n')[place.GetProperty("range").GetProperty("start").GetProperty("line").GetInt32()].Trim()).SingleOrDefault();

    /// <summary>What is offered at a place, by its name.</summary>
    public string[] Completion(string before) =>
        [.. Ask("textDocument/completion", new { textDocument = new { uri = _uri }, position = Position(Text.IndexOf(before, StringComparison.Ordinal) + before.Length) })
            .GetProperty("items").EnumerateArray().Select(item => item.GetProperty("label").GetString()!)];

    /// <summary>Renames what stands there, in the editor.</summary>
    public void Rename(string at, string name)
    {
        var changes = Ask("textDocument/rename", new { textDocument = new { uri = _uri }, position = Find(at), newName = name }).GetProperty("changes");
        var edits = Assert.Single(changes.EnumerateObject()).Value.EnumerateArray(); // no other file, none that is generated
        var text = Text;
        foreach (var edit in edits.OrderByDescending(edit => Range(edit.GetProperty("range")).Start.Value))
        {
            var (start, length) = Range(edit.GetProperty("range")).GetOffsetAndLength(Text.Length);
            text = text.Remove(start, length).Insert(start, edit.GetProperty("newText").GetString()!);
        }

        Write(text);
    }

    public void Dispose()
    {
        try
        {
            Ask("shutdown", null);
            Tell("exit", null);
            Assert.True(_process.WaitForExit(s_patience));
        }
        finally
        {
            _rpc.Dispose();
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            _process.Dispose();
        }
    }

    private JsonElement Ask(string method, object? what) => _rpc.InvokeWithParameterObjectAsync<JsonElement>(method, what).WaitAsync(s_patience).GetAwaiter().GetResult();

    private void Tell(string method, object? what) => _rpc.NotifyWithParameterObjectAsync(method, what).WaitAsync(s_patience).GetAwaiter().GetResult();

    private string Marked(JsonElement range)
    {
        var (start, length) = Range(range).GetOffsetAndLength(Text.Length);
        return Text.Substring(start, length);
    }

    private object Find(string text) => Position(Text.IndexOf(text, StringComparison.Ordinal));

    private object Position(int offset)
    {
        var line = Text.AsSpan(0, offset).Count('\n');
        return new { line, character = offset - (Text.LastIndexOf('\n', Math.Max(offset - 1, 0)) + 1) };
    }

    private Range Range(JsonElement range) => Offset(range.GetProperty("start"))..Offset(range.GetProperty("end"));

    private int Offset(JsonElement position)
    {
        var start = 0;
        for (var line = position.GetProperty("line").GetInt32(); line > 0; line--) start = Text.IndexOf('\n', start) + 1;
        return start + position.GetProperty("character").GetInt32();
    }
}

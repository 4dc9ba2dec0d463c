using System.Net.Sockets;
using CoroutineDsl.Tool.Top;
using Xunit;

namespace CoroutineDsl.Monitor.Tests;

/// <summary><c>coro</c> as a shell sees it, its keys, and the folder of sockets.</summary>
[Collection(nameof(TroubledHub))]
public sealed class ToolTests(TroubledHub troubled)
{
    [Theory]
    [InlineData(0, "--help")]
    [InlineData(0, "-h")]
    [InlineData(0, "help")]
    [InlineData(0, "top", "--help")]
    [InlineData(0, "ask", "--help")]
    [InlineData(0, "jobs", "--help")]
    [InlineData(2)]
    [InlineData(2, "dance")]
    [InlineData(2, "ask")]
    [InlineData(2, "ask", "--fast")]
    [InlineData(2, "top", "--fast")]
    [InlineData(1, "top", "/no/such/socket")]
    public void It_ends_with_what_became_of_it(int code, params string[] arguments) => Assert.Equal(code, Tool.Program.Main(arguments));

    [Theory]
    [InlineData(0, "help")]
    [InlineData(0, "hubs")]
    [InlineData(1, "dance")]
    [InlineData(1, "where 99999999")]
    [InlineData(1, "where nobody")]
    [InlineData(1, "kill 99999999")]
    public void What_the_monitor_has_no_answer_to_is_an_error(int code, string command) => Assert.Equal(code, Tool.Program.Main(["ask", troubled.Monitor.SocketPath!, .. command.Split(' ')]));

    [Fact]
    public void In_the_prompt_each_letter_filters_and_escape_leaves_it_and_shows_all()
    {
        var keys = new TopKeys();
        Press(keys, 'j', '/', 't', 'a', 'q');
        Assert.Equal(("taq", true, 0, false), (keys.Filter, keys.IsWriting, keys.First, keys.IsOver));
        Press(keys, '\b');
        Assert.Equal("ta", keys.Filter);
        Press(keys, '\u001b');
        Assert.Equal(("", false, false), (keys.Filter, keys.IsWriting, keys.IsOver));
        Press(keys, '/', 'x', '\r');
        Assert.Equal(("x", false), (keys.Filter, keys.IsWriting));
        Press(keys, '\u001b');
        Assert.Equal(("", false), (keys.Filter, keys.IsOver));
        Press(keys, 'p');
        Assert.True(keys.IsWhole);
        Press(keys, 'p');
        Assert.False(keys.IsWhole);
        Press(keys, '\u001b');
        Assert.True(keys.IsOver);
    }

    [Fact]
    public void Sockets_of_programs_that_are_no_more_are_taken_away()
    {
        if (OperatingSystem.IsWindows()) return;
        var folder = Directory.CreateTempSubdirectory("sockets").FullName;
        string stale = Path.Combine(folder, "2000000001.sock"), second = Path.Combine(folder, "2000000001-2.sock"), answers = Path.Combine(folder, "2000000002.sock"), own = Path.Combine(folder, $"{Environment.ProcessId}.sock");
        foreach (var path in (string[])[stale, second, own]) Left(path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(answers));
        listener.Listen();
        SocketPaths.RemoveStale(own);
        Assert.Equal(((string[])[answers, own]).Order(), Directory.GetFiles(folder).Order());
        Left(stale);
        MonitorConnection.RemoveStale(folder);
        Assert.Equal(((string[])[answers, own]).Order(), Directory.GetFiles(folder).Order());
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>As a killed process leaves it: the file is there, and nobody listens.</summary>
    private static void Left(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.ChangeExtension(path, "bound")));
        File.Move(Path.ChangeExtension(path, "bound"), path); // to close it takes away only the name it was bound to
    }

    private static void Press(TopKeys keys, params char[] letters)
    {
        foreach (var letter in letters)
            keys.Take(new ConsoleKeyInfo(letter, letter switch { '\u001b' => ConsoleKey.Escape, '\r' => ConsoleKey.Enter, '\b' => ConsoleKey.Backspace, _ => default }, false, false, false));
    }
}

using Spectre.Console;

namespace CoroutineDsl.Tool.Top;

/// <summary><c>coro top</c>: a terminal view of a program that has a monitor, drawn anew once a second.</summary>
internal sealed class TopCommand(MonitorConnection connection)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private string _filter = "";
    private int _first;
    private bool _isOver;

    /// <summary>One look, for scripts.</summary>
    public void RunOnce(int height) => AnsiConsole.Write(TopView.Draw(connection.Ask($"top {_filter}"), height, 0, _filter, AnsiConsole.Profile.Width));

    public void Run()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            RunOnce(60);
            return;
        }

        AnsiConsole.AlternateScreen(() =>
        {
            while (!_isOver)
            {
                AnsiConsole.Cursor.SetPosition(1, 1);
                AnsiConsole.Clear();
                AnsiConsole.Write(TopView.Draw(connection.Ask($"top {_filter}"), AnsiConsole.Profile.Height, _first, _filter, AnsiConsole.Profile.Width));
                WaitForKeys();
            }
        });
    }

    private void WaitForKeys()
    {
        for (var until = DateTime.UtcNow + s_pause; DateTime.UtcNow < until; Thread.Sleep(20))
        {
            if (!Console.KeyAvailable) continue;
            Take(Console.ReadKey(intercept: true));
            return;
        }
    }

    private void Take(ConsoleKeyInfo key)
    {
        switch (key)
        {
            case { KeyChar: 'q' } or { Key: ConsoleKey.Escape }:
                _isOver = true;
                break;
            case { KeyChar: 'j' } or { Key: ConsoleKey.DownArrow }:
                _first++;
                break;
            case { KeyChar: 'k' } or { Key: ConsoleKey.UpArrow }:
                _first = Math.Max(0, _first - 1);
                break;
            case { Key: ConsoleKey.PageDown }:
                _first += 20;
                break;
            case { Key: ConsoleKey.PageUp }:
                _first = Math.Max(0, _first - 20);
                break;
            case { KeyChar: '/' }:
                _filter = AnsiConsole.Prompt(new TextPrompt<string>("filter:").AllowEmpty());
                _first = 0;
                break;
        }
    }
}

using Spectre.Console;

namespace CoroutineDsl.Tool.Top;

/// <summary><c>coro top</c>: a terminal view of a program that has a monitor, drawn anew once a second.</summary>
internal sealed class TopCommand(MonitorConnection connection)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_sampling = TimeSpan.FromSeconds(2);

    private string _filter = "";
    private int _first;
    private bool _isOver;

    /// <summary>One look, for scripts: after a moment, since nobody may have counted before who uses the hub's time.</summary>
    public void RunOnce(int height)
    {
        Look();
        Thread.Sleep(s_sampling);
        AnsiConsole.Write(TopView.Draw(Look(), height, 0, _filter, AnsiConsole.Profile.Width, isLive: false));
    }

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
                AnsiConsole.Write(TopView.Draw(Look(), AnsiConsole.Profile.Height, _first, _filter, AnsiConsole.Profile.Width));
                WaitForKeys();
            }
        });
    }

    /// <exception cref="TopException">The program has no hub, for instance.</exception>
    private string Look() => connection.Ask($"top {_filter}") is ['{', ..] and var json ? json : throw new TopException("The program has no hub to look at now.");

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

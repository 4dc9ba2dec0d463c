using Spectre.Console;

namespace CoroutineDsl.Tool.Top;

/// <summary><c>coro top</c>: a terminal view of a program that has a monitor, drawn anew once a second and after each key.</summary>
internal sealed class TopCommand(MonitorConnection connection)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan s_sampling = TimeSpan.FromSeconds(2);

    private readonly TopKeys _keys = new();

    /// <summary>One look, for scripts: after a moment, since nobody may have counted before who uses the hub's time.</summary>
    public void RunOnce(int height)
    {
        Look();
        Thread.Sleep(s_sampling);
        AnsiConsole.Write(TopView.Draw(Look(), height, 0, "", AnsiConsole.Profile.Width, isLive: false));
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
            while (!_keys.IsOver)
            {
                var (width, height) = (AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);
                var view = TopView.Draw(Look(), height, _keys.First, _keys.Filter, width, isWhole: _keys.IsWhole);
                AnsiConsole.Cursor.SetPosition(1, 1);
                AnsiConsole.Clear();
                AnsiConsole.Write(view);
                if (_keys.IsWriting)
                {
                    AnsiConsole.Cursor.SetPosition(1, height); // the last line is free: nothing scrolls
                    AnsiConsole.Write(TopView.Prompt(_keys.Filter, width - 1));
                }

                WaitForKeys();
            }
        });
    }

    /// <exception cref="TopException">The program has no hub, for instance.</exception>
    private string Look() => connection.Ask($"top {(_keys.IsWhole ? "! " : "")}{_keys.Filter}") is ['{', ..] and var json ? json : throw new TopException("The program has no hub to look at now.");

    private void WaitForKeys()
    {
        for (var until = DateTime.UtcNow + s_pause; DateTime.UtcNow < until; Thread.Sleep(20))
        {
            if (!Console.KeyAvailable) continue;
            while (Console.KeyAvailable) _keys.Take(Console.ReadKey(intercept: true));
            return;
        }
    }
}

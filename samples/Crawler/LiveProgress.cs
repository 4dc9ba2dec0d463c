using Spectre.Console;

namespace Crawler;

/// <summary>A bar in the terminal, and what the queue holds beside it; lines where there is no terminal.</summary>
internal sealed class LiveProgress(int pages)
{
    private readonly ManualResetEventSlim _over = new();
    private long _found;
    private int _waiting;
    private int _failed;

    /// <summary>From the hub's thread.</summary>
    public void Say(long found, int waiting, int failed)
    {
        Volatile.Write(ref _found, found);
        Volatile.Write(ref _waiting, waiting);
        Volatile.Write(ref _failed, failed);
        if (found >= pages) _over.Set();
    }

    /// <summary>Draws until all pages are there.</summary>
    public void Show() => AnsiConsole.Progress()
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
        .Start(context =>
        {
            var task = context.AddTask("pages", maxValue: pages);
            bool isOver;
            do
            {
                isOver = _over.Wait(TimeSpan.FromMilliseconds(100));
                task.Value = Volatile.Read(ref _found);
                task.Description = $"{task.Value} of {pages} pages, {Volatile.Read(ref _waiting)} jobs wait, {Volatile.Read(ref _failed)} failed";
            }
            while (!isOver);
        });
}

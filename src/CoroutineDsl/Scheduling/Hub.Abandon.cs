namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>
    /// Called when a greenlet was killed or timed out, cancelled the task it waited for, and that task has not ended within <see cref="HubOptions.AbandonGrace"/>. The text says what it waited for.
    /// The greenlet goes on after this; the task may still run. By default it is written to standard error.
    /// </summary>
    /// <remarks>Runs on the hub, in the midst of what happens: it cannot wait. What it throws is reported to <see cref="UnhandledException"/>.</remarks>
    public Action<Greenlet, string> TaskAbandoned { get; set; } = ReportAbandoned;

    internal void TellAbandoned(Greenlet greenlet, string what)
    {
        try
        {
            TaskAbandoned(greenlet, what);
        }
        catch (Exception exception)
        {
            Report(greenlet, exception);
        }
    }

    private static void ReportAbandoned(Greenlet greenlet, string what) => Console.Error.WriteLine(
        $"{DateTime.UtcNow:u} {greenlet.Name} was interrupted while it waited for {what}, which was cancelled and did not end within {greenlet.Hub.Options.AbandonGrace}. It is let go, and may still run.");
}

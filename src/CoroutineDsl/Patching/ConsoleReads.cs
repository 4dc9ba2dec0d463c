using CoroutineDsl.Runtime;

namespace CoroutineDsl.Patching;

/// <summary>Reads of the console that nobody waits for any more: the next read of the same kind takes over the one that is under way.</summary>
internal static class ConsoleReads<T>
{
    private static readonly Lock s_gate = new();
    private static Task<T>? s_underWay;

    public static Suspension<T> Next(TextReader reader, Func<TextReader, T> read) => new(new Source(reader, read), Timeouts.None);

    private static Task<T> Begun(TextReader reader, Func<TextReader, T> read)
    {
        lock (s_gate)
        {
            var underWay = s_underWay;
            s_underWay = null;
            return underWay ?? Pooled.Run(() => read(reader));
        }
    }

    private static void Leave(Task<T> task)
    {
        lock (s_gate) s_underWay = task;
    }

    /// <summary>One read, which is let go at once when its wait is given up.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class Source(TextReader reader, Func<TextReader, T> read) : WaitSource<T>
    {
        internal override bool Begin(Greenlet greenlet, object? state, long argument)
        {
            var wait = new TaskSource<T>(Begun(reader, read), Leave);
            if (!wait.Begin(greenlet, state, argument)) return false;
            greenlet.Source = wait;
            return true;
        }

        internal override void Cancel(Greenlet greenlet)
        {
        }

        internal override T Take(Greenlet greenlet) => ((WaitSource<T>)greenlet.Source!).Take(greenlet);

        internal override string Describe(Greenlet greenlet) => "the console";
    }
}

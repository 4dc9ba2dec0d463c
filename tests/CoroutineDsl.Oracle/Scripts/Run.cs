using System.Globalization;
using System.Runtime.CompilerServices;

namespace CoroutineDsl.Oracle;

/// <summary>One run of one body: what it logged so far, and where its waits are disturbed. Bodies run one at a time, so there is one current run.</summary>
public sealed class Run(Injection injection, int at)
{
    private const int LongestTrace = 20_000;

    private readonly List<string> _trace = [];

    /// <summary>Held for the length of a run.</summary>
    internal static readonly Lock Gate = new();

    /// <summary>The run that scripts log to.</summary>
    public static Run Current { get; set; } = new(Injection.None, 0);

    /// <summary>How many times the body has suspended.</summary>
    public int Suspensions { get; private set; }

    /// <summary>All that was logged.</summary>
    public IReadOnlyList<string> Trace => _trace;

    /// <summary>Logs a line.</summary>
    /// <exception cref="InvalidOperationException">The body logs without end.</exception>
    public void Log(string line)
    {
        if (_trace.Count >= LongestTrace) throw new InvalidOperationException("The body does not end.");
        _trace.Add(line);
    }

    /// <summary>The body is about to suspend: what is to happen to this wait.</summary>
    public Injection Suspend() => ++Suspensions == at ? injection : Injection.None;

    /// <summary>Any value as text that is the same for equal values, everywhere.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Text(tuple[i])))})",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        System.Collections.IEnumerable items => $"[{string.Join(", ", items.Cast<object?>().Select(Text))}]",
        GreenletExit exit => Text(exit),
        Exception exception => Text(exception),
        _ => value.ToString() ?? "",
    };

    /// <summary>An exception as a line of the trace.</summary>
    public static string Text(Exception exception) => $"{exception.GetType().Name}: {exception.Message}";
}

using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>
/// Writes the stack trace of an exception as a person wrote the methods: a line for each of the user's, without machines and glue. .NET formats a trace from its frames when it is asked, and has no way to say what a frame
/// is to be called, so the text is put where .NET looks first: into the exception's own fields.
/// </summary>
internal static class StackText
{
    private const int MaxLength = 100_000;

    private static readonly bool s_isPossible = Try();

    /// <summary>The exception is about to be seen in a coroutine's catch clause. Its frames stay.</summary>
    public static void Show(Exception exception)
    {
        if (!s_isPossible || Frames(exception) is null) return;
        Text(exception) = StackLines.Of(exception);
    }

    /// <summary>
    /// The exception leaves its greenlet, or goes from a coroutine to plain code: the text of the way so far is kept as that of a trace from elsewhere, which .NET puts before the frames to come.
    /// </summary>
    /// <param name="exception">The exception.</param>
    /// <param name="line">A line for a frame that was not on the stack, if any.</param>
    public static void Settle(Exception exception, string? line = null)
    {
        if (!s_isPossible || (Frames(exception) is null && line is null)) return;
        var text = Frames(exception) is null ? "" : StackLines.Of(exception);
        if (line is not null) text += $"   {line}{Environment.NewLine}";
        Remote(exception) = IsThrownAnew(Remote(exception), text) ? text : Remote(exception) + text;
        Text(exception) = null;
        Frames(exception) = null;
    }

    /// <summary>A program may throw the same exception again and again. .NET then forgets the frames of the time before, but not a text from elsewhere: it is forgotten here, where the way begins as it began then, or has become absurdly long.</summary>
    private static bool IsThrownAnew(string? before, string text)
    {
        if (before is null) return true;
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return before.Length > MaxLength || (end > 0 && before.StartsWith(text[..end], StringComparison.Ordinal));
    }

    /// <summary>Where the fields have other names, traces stay as .NET writes them.</summary>
    private static bool Try()
    {
        try
        {
            var exception = new InvalidOperationException();
            return Frames(exception) is null && Text(exception) is null && Remote(exception) is null;
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stackTrace")]
    private static extern ref object? Frames(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_stackTraceString")]
    private static extern ref string? Text(Exception exception);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_remoteStackTraceString")]
    private static extern ref string? Remote(Exception exception);
}

namespace CoroutineDsl.Jobs;

/// <summary>An exception as text, also one whose own text fails.</summary>
internal sealed record FailureText(string Type, string Message, string Text)
{
    public static FailureText Of(Exception exception) =>
        new(exception.GetType().FullName!, TextOr(() => exception.Message, "(its message cannot be told)"), TextOr(exception.ToString, exception.StackTrace ?? ""));

    private static string TextOr(Func<string?> text, string other)
    {
        try
        {
            return text() ?? other;
        }
        catch (Exception)
        {
            return other; // a property or ToString of the user's own, which throws
        }
    }
}

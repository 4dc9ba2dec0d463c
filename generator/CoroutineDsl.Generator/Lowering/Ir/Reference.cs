using System.Globalization;
using System.Text;

namespace CoroutineDsl.Generator.Lowering.Ir;

/// <summary>
/// References to variables inside text, while it is not yet known whether they become locals or fields:
/// a kind and the variable's number between two control characters.
/// </summary>
internal static class Reference
{
    public const char Read = 'R', Write = 'W', Alias = 'A';
    private const char Begin = '\u0001', End = '\u0002';

    public static string To(Variable variable, char kind) => Begin + kind.ToString() + variable.Id.ToString(CultureInfo.InvariantCulture) + End;

    public static bool In(string text) => text.IndexOf(Begin) >= 0;

    public static IEnumerable<(char Kind, int Id)> All(string text)
    {
        for (var i = text.IndexOf(Begin); i >= 0; i = text.IndexOf(Begin, i + 1))
            yield return Parse(text, i, text.IndexOf(End, i));
    }

    public static string Resolve(string text, Func<char, int, string> replace)
    {
        if (!In(text))
            return text;
        var result = new StringBuilder(text.Length);
        var start = 0;
        for (var i = text.IndexOf(Begin); i >= 0; i = text.IndexOf(Begin, start))
        {
            var end = text.IndexOf(End, i);
            var (kind, id) = Parse(text, i, end);
            result.Append(text, start, i - start).Append(replace(kind, id));
            start = end + 1;
        }
        return result.Append(text, start, text.Length - start).ToString();
    }

    private static (char, int) Parse(string text, int begin, int end) =>
        (text[begin + 1], int.Parse(text.Substring(begin + 2, end - begin - 2), CultureInfo.InvariantCulture));
}

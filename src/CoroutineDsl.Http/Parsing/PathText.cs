using System.Text;

namespace CoroutineDsl.Http;

/// <summary>
/// A path as a handler is to see it, in the way of Kestrel: decoded, except for <c>%2F</c>, which is no separator; then without dot segments, encoded ones included. So a check of the path's beginning cannot be
/// led around. What is no UTF-8 stays encoded. (A NUL has been refused before.)
/// </summary>
internal static class PathText
{
    public static string Of(ReadOnlySpan<char> raw)
    {
        var path = raw.ToString();
        if (raw.Contains('%')) path = Uri.UnescapeDataString(path.Replace("%2F", "%252F", StringComparison.Ordinal).Replace("%2f", "%252f", StringComparison.Ordinal));
        return path.Contains("/.", StringComparison.Ordinal) ? WithoutDots(path) : path;
    }

    /// <summary>RFC 3986, section 5.2.4: <c>/a/./b/../c</c> is <c>/a/c</c>; there is no way up from the top.</summary>
    private static string WithoutDots(string path)
    {
        var result = new StringBuilder(path.Length);
        for (var at = 0; at < path.Length;)
        {
            var end = path.IndexOf('/', at + 1);
            if (end < 0) end = path.Length;
            var name = path.AsSpan(at + 1, end - at - 1);
            var isLast = end == path.Length;
            if (name is "..")
            {
                result.Length = Math.Max(result.ToString().LastIndexOf('/'), 0);
                if (isLast) result.Append('/');
            }
            else if (name is ".")
            {
                if (isLast) result.Append('/');
            }
            else
            {
                result.Append('/').Append(name);
            }

            at = end;
        }

        return result.Length == 0 ? "/" : result.ToString();
    }
}

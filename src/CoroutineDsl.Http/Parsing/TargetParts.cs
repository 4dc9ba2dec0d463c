namespace CoroutineDsl.Http;

/// <summary>The parts of a request target, be it a path or an absolute address.</summary>
internal static class TargetParts
{
    public static ReadOnlySpan<char> Path(ReadOnlySpan<char> target)
    {
        var path = AfterAuthority(target);
        var query = path.IndexOf('?');
        if (query >= 0) path = path[..query];
        return path.IsEmpty ? "/" : path;
    }

    public static ReadOnlySpan<char> Query(ReadOnlySpan<char> target)
    {
        var query = target.IndexOf('?');
        return query < 0 ? default : target[(query + 1)..];
    }

    /// <summary>Host and port of an absolute address; null where the target is a path.</summary>
    public static string? Authority(string target) => IsAbsolute(target) ? target[(target.IndexOf("://", StringComparison.Ordinal) + 3)..^AfterAuthority(target).Length] : null;

    private static bool IsAbsolute(ReadOnlySpan<char> target) => target[0] is not ('/' or '*');

    private static ReadOnlySpan<char> AfterAuthority(ReadOnlySpan<char> target)
    {
        if (!IsAbsolute(target)) return target;
        var rest = target[(target.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var end = rest.IndexOfAny('/', '?');
        return end < 0 ? default : rest[end..];
    }
}

namespace CoroutineDsl;

/// <summary>The user's method name, out of the name that the compiler gives an iterator: <c>&lt;Talk&gt;d__3</c>.</summary>
internal static class IteratorName
{
    public static string Of(object iterator)
    {
        var name = iterator.GetType().Name;
        var end = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith('<') && end > 1 ? name[1..end] : name;
    }
}

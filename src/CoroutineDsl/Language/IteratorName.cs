namespace CoroutineDsl;

/// <summary>The user's method name, out of the name that the compiler gives an iterator: <c>&lt;Talk&gt;d__3</c>, or of a local function <c>&lt;&lt;Main&gt;g__Talk|0_1&gt;d</c>.</summary>
internal static class IteratorName
{
    public static string Of(object iterator) => Of(iterator.GetType());

    public static string Of(Type type)
    {
        var name = type.Name;
        var local = name.IndexOf(">g__", StringComparison.Ordinal);
        if (local > 0 && name.IndexOf('|', local) is > 0 and var bar) return name[(local + 4)..bar];
        var end = name.IndexOf('>', StringComparison.Ordinal);
        return name.StartsWith('<') && end > 1 ? name[1..end] : name;
    }
}

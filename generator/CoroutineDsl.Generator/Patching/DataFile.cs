namespace CoroutineDsl.Generator.Patching;

/// <summary>A list of documentation ids that is part of this assembly: one a line, <c>#</c> begins a comment.</summary>
internal static class DataFile
{
    public static HashSet<string> Read(string name)
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        using var reader = new StreamReader(typeof(DataFile).Assembly.GetManifestResourceStream($"CoroutineDsl.Generator.Patching.{name}")!);
        while (reader.ReadLine() is { } line)
        {
            var comment = line.IndexOf('#');
            var id = (comment < 0 ? line : line.Substring(0, comment)).Trim();
            if (id.Length > 0) ids.Add(id);
        }
        return ids;
    }
}

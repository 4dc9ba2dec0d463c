using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Tests;

/// <summary>Who may depend on whom, and how large a type may be: docs/design/hub.md and docs/architecture.md say why.</summary>
public sealed partial class StructureTests
{
    private const int MaxFields = 20;

    /// <summary>
    /// The folders of src/CoroutineDsl and what each may name. The core is Language, Runtime, Scheduling and Diagnostics together: a coroutine runs on a hub, and a hub runs coroutines.
    /// Everything else stands on it, in layers.
    /// </summary>
    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["Language"] = ["Runtime", "Scheduling"],
        ["Runtime"] = ["Language", "Scheduling"],
        ["Scheduling"] = ["Language", "Runtime", "Diagnostics"],
        ["Diagnostics"] = ["Language", "Runtime", "Scheduling"],
        ["Sync"] = [.. s_core],
        ["Queues"] = [.. s_core, "Sync"],
        ["Pools"] = [.. s_core, "Sync", "Queues"],
        ["Streams"] = [.. s_core, "Sync", "Queues", "Pools"],
        ["Files"] = [.. s_core],
        ["Net"] = [.. s_core, "Sync", "Files"],
        ["Os"] = [.. s_core, "Sync", "Files", "Net"],
        ["Patching"] = [.. s_core, "Sync", "Queues", "Pools", "Files", "Net", "Os"],
    };

    /// <summary>Names of types that are names of members as well.</summary>
    private static readonly string[] s_words = ["Signal", "Returned", "Call"];

    private static string[] s_core => ["Language", "Runtime", "Scheduling", "Diagnostics"];

    [Fact]
    public void No_folder_names_one_that_it_may_not()
    {
        var sources = Sources();
        var folders = FoldersOfTypes(sources);
        var wrong =
            from source in sources
            from name in Names().Matches(source.Text).Select(match => match.Value).Distinct()
            where !s_words.Contains(name) && folders.TryGetValue(name, out var owners) && !owners.Contains(source.Folder) && !owners.Overlaps(s_allowed[source.Folder])
            select $"{source.Folder}/{source.File} names {name} of {string.Join(", ", folders[name])}";
        Assert.Empty(wrong.Order());
    }

    [Fact]
    public void Every_folder_is_in_the_list() => Assert.Equal(Sources().Select(source => source.Folder).Distinct().Order(), s_allowed.Keys.Order());

    [Fact]
    public void Outside_the_core_there_is_no_cycle()
    {
        var left = s_allowed.ToDictionary(entry => entry.Key, entry => entry.Value.Where(folder => s_allowed.ContainsKey(folder)).Except(s_core).ToList());
        while (left.Count > 0)
        {
            var free = left.Where(entry => entry.Value.Count == 0).Select(entry => entry.Key).ToList();
            Assert.NotEmpty(free);
            foreach (var folder in free) left.Remove(folder);
            foreach (var list in left.Values) list.RemoveAll(free.Contains);
        }

        Assert.Empty(s_core.SelectMany(folder => s_allowed[folder]).Except(s_core));
    }

    [Fact]
    public void No_type_has_more_fields_than_can_be_kept_in_mind()
    {
        const BindingFlags Own = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var large = typeof(Hub).Assembly.GetTypes()
            .Where(type => !type.IsEnum && !type.IsDefined(typeof(CompilerGeneratedAttribute)))
            .Select(type => (type.FullName, Count: type.GetFields(Own).Count(field => !field.IsLiteral && !field.Name.StartsWith("<>", StringComparison.Ordinal))))
            .Where(type => type.Count > MaxFields);
        Assert.Empty(large);
    }

    /// <summary>A wait is timed by its hub's clock. Another is late when the thread pool is busy, and goes on while virtual time stands still.</summary>
    [Fact]
    public void No_wait_is_timed_by_another_clock()
    {
        var wrong =
            from project in (string[])["CoroutineDsl", "CoroutineDsl.Http"]
            from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
            where !file.Contains("/obj/", StringComparison.Ordinal)
            from match in OtherClocks().Matches(Ignored().Replace(File.ReadAllText(file), ""))
            select $"{Path.GetFileName(file)}: {match.Value}";
        Assert.Empty(wrong);
        Assert.All((string[])["await Task.Delay(5)", "new CancellationTokenSource(time)", "source.CancelAfter(time)", "task.WaitAsync(time)", "task.WaitAsync(time, token)"], text => Assert.Matches(OtherClocks(), text));
        Assert.All((string[])["new CancellationTokenSource()", "task.WaitAsync(token)"], text => Assert.DoesNotMatch(OtherClocks(), text));
    }

    /// <summary>The library's sources, without comments and texts.</summary>
    private static List<Source> Sources()
    {
        var root = Path.Combine(Repository.Root, "src/CoroutineDsl");
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(root, file).Split('/', 2))
                .Where(parts => parts.Length == 2 && parts[0] is not "bin" and not "obj")
                .Select(parts => new Source(parts[0], parts[1], Ignored().Replace(File.ReadAllText(Path.Combine(root, parts[0], parts[1])), ""))),
        ];
    }

    /// <summary>In which folders the types at the top of a file stand: several for one that is partial, or for a name used twice.</summary>
    private static Dictionary<string, HashSet<string>> FoldersOfTypes(List<Source> sources) =>
        sources.SelectMany(source => Declarations().Matches(source.Text).Select(match => (Name: match.Groups[1].Value, source.Folder)))
            .GroupBy(type => type.Name).ToDictionary(group => group.Key, group => group.Select(type => type.Folder).ToHashSet());

    [GeneratedRegex(@"//.*|/\*[\s\S]*?\*/|""(?:\\.|[^""\\\n])*""")]
    private static partial Regex Ignored();

    [GeneratedRegex(@"\bTask\.Delay\(|\.CancelAfter\(|\bnew CancellationTokenSource\([^)]|\.WaitAsync\((?!token\))")]
    private static partial Regex OtherClocks();

    [GeneratedRegex(@"(?<![.\w])[A-Z]\w+|(?<=\b(?:Net|Runtime|CoroutineDsl)\.)[A-Z]\w+")]
    private static partial Regex Names();

    [GeneratedRegex(@"^[a-z][^\n(=;]*?\b(?:class|struct|interface|enum|record(?: struct)?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declarations();

    private sealed record Source(string Folder, string File, string Text);
}

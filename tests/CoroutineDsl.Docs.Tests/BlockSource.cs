using System.Globalization;
using System.Text.RegularExpressions;

namespace CoroutineDsl.Docs.Tests;

/// <summary>
/// The file that a C# block is compiled as. A block is a whole program, unless the HTML comment before it says otherwise:
/// <c>&lt;!-- KIND as NAME with NAME --&gt;</c>, where <c>as</c> gives the block a name and <c>with</c> puts what a named block of the same document declares before it.
/// A program that <c>serves</c> a port echoes what it gets there, until it is interrupted.
/// Further lines of the comment are members that the reader need not see.
/// </summary>
internal sealed partial class BlockSource
{
    private const string ImplicitUsings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Net.Http; using System.Threading; using System.Threading.Tasks; ";
    private const string UsualUsings = "using System.Net; using System.Net.Sockets; using System.Text; using CoroutineDsl; using CoroutineDsl.Http; using CoroutineDsl.Net; using static CoroutineDsl.Coroutine; using static CoroutineDsl.Greenlet; ";

    public BlockSource(DocBlock block, int number, IEnumerable<DocBlock> siblings)
    {
        Block = block;
        Namespace = $"Block{number}";
        var (head, hidden) = Parts(block);
        var marker = Head().Match(head);
        if (!marker.Success) throw new FormatException($"{block.Name}: not understood: <!-- {head} -->");
        Kind = marker.Groups["kind"] is { Success: true } kind ? Enum.Parse<BlockKind>(kind.Value, ignoreCase: true) : BlockKind.Program;

        if (marker.Groups["port"] is { Success: true } port) Port = int.Parse(port.Value, CultureInfo.InvariantCulture);
        var code = block.Text;
        foreach (Capture name in marker.Groups["with"].Captures) hidden = Named(siblings, name.Value, block) + hidden;
        var attributes = string.Concat(AssemblyAttribute().Matches(hidden + code).Select(attribute => attribute.Value.Trim() + " "));
        IsAlone = attributes.Length > 0;
        var usings = string.Concat(UsingLine().Matches(hidden).Select(line => line.Value.Trim() + " "));
        hidden = UsingLine().Replace(AssemblyAttribute().Replace(hidden, ""), "");
        code = AssemblyAttribute().Replace(code, match => "//"); // columns do not matter, lines do
        if (IsAlone && Kind != BlockKind.Program) attributes = UsualUsings + attributes;
        if (IsAlone && Kind == BlockKind.Program) attributes = "using CoroutineDsl; " + attributes;

        var start = attributes + $"namespace {Namespace} {{ " + ImplicitUsings + (Kind == BlockKind.Program ? "" : UsualUsings) + usings;
        var end = "}";
        (start, end) = Kind switch
        {
            BlockKind.Program => (start, end),
            BlockKind.Types => (start + hidden, end),
            BlockKind.Members => (start + "partial class Program { " + hidden, "}" + end),
            BlockKind.Statements => (start + "partial class Program { " + hidden + "static void Main() {", "}}" + end),
            BlockKind.Coroutine => (start + "partial class Program { " + hidden + "static void Main() => Example().Await(); [Coroutine] static IEnumerator<Yield> Example() {",
                (LastStatementEnds(code) ? "" : "yield break;") + "}}" + end),
            _ => ("", ""),
        };
        Text = start + code + end;
        FirstLine = start.Count(c => c == '\n');
    }

    public DocBlock Block { get; }

    public BlockKind Kind { get; }

    /// <summary>The namespace that keeps it apart from the others.</summary>
    public string Namespace { get; }

    /// <summary>What is compiled.</summary>
    public string Text { get; }

    /// <summary>For a server that echoes, which does not end by itself: where it listens.</summary>
    public int? Port { get; }

    /// <summary>The variables that say where the real servers are which it talks to.</summary>
    public IReadOnlyList<string> Servers => [.. ServerVariable().Matches(Text).Select(match => match.Value).Distinct()];

    /// <summary>Whether it says something about its whole assembly.</summary>
    public bool IsAlone { get; }

    /// <summary>On which line of <see cref="Text"/>, from 0, the block begins.</summary>
    public int FirstLine { get; }

    /// <summary>The diagnostics that the block's own comments promise: the line of the document, and the id.</summary>
    public IReadOnlyList<(int Line, string Id)> Claims =>
        [.. Block.Text.Split('\n').SelectMany((line, i) => Claim().Matches(line.Contains("//", StringComparison.Ordinal) ? line[line.IndexOf("//", StringComparison.Ordinal)..] : "").Select(id => (Block.Line + i, id.Value)))];

    private static string Named(IEnumerable<DocBlock> siblings, string name, DocBlock user)
    {
        foreach (var sibling in siblings)
        {
            var (head, hidden) = Parts(sibling);
            if (Head().Match(head) is { Success: true } marker && marker.Groups["name"].Value == name) return hidden + sibling.Text;
        }

        throw new FormatException($"{user.Name}: there is no block '{name}' in this document");
    }

    private static (string Head, string Hidden) Parts(DocBlock block)
    {
        var lines = (block.Marker ?? "").Split('\n', 2);
        return (lines[0].Trim(), lines.Length > 1 ? lines[1] + "\n" : "");
    }

    // C# wants a yield in every iterator, and warns of one that is never reached
    private static bool LastStatementEnds(string code) => code.Contains("yield ", StringComparison.Ordinal);

    [GeneratedRegex(@"\A(?:(?<kind>\w+)(?: as (?<name>\w+))?(?: with (?<with>\w+)(?:, (?<with>\w+))*)?(?: serves (?<port>\d+))?)?\z")]
    private static partial Regex Head();

    [GeneratedRegex(@"^\[assembly: [^\n]*?\](?=\s*(?://[^\n]*)?$)", RegexOptions.Multiline)]
    private static partial Regex AssemblyAttribute();

    [GeneratedRegex(@"\bCOROUTINEDSL_[A-Z]+\b")]
    private static partial Regex ServerVariable();

    [GeneratedRegex(@"^using [\w.= ]+;\n", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex(@"\b(?:CORO\d{3}|CS\d{4})\b")]
    private static partial Regex Claim();
}

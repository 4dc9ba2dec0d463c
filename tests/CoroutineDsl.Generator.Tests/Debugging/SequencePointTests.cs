using System.Collections.Concurrent;
using System.Reflection.Metadata;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;

namespace CoroutineDsl.Generator.Tests.Debugging;

/// <summary>What a debugger steps through is the user's file: every statement of a body has a sequence point there, and what the lowering adds has none.</summary>
public class SequencePointTests
{
    private static readonly ConcurrentDictionary<(string Path, OptimizationLevel Level), List<(string Type, string Method, SequencePoint Point)>> s_points = new();

    public static TheoryData<string> Files => [.. Oracle.Corpus.Sources.Select(source => source.Path)];

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryStatementHasASequencePoint(string path)
    {
        var source = Oracle.Corpus.Sources.Single(s => s.Path == path);
        var tree = Compilations.Tree(source.Text, source.Path);
        var points = PointsOfMachines(tree);
        var missing = from method in Lowered(tree)
                      from statement in method.Body!.DescendantNodes(n => n is not (LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax)).OfType<StatementSyntax>()
                      where Runs(statement)
                      let line = statement.GetLocation().GetLineSpan().StartLinePosition.Line + 1
                      where !points.Any(p => p.StartLine <= line && line <= p.EndLine)
                      select $"{path}:{line} {statement}";
        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void EverySequencePointIsInsideACoroutineOfTheUser(string path)
    {
        var source = Oracle.Corpus.Sources.Single(s => s.Path == path);
        var tree = Compilations.Tree(source.Text, source.Path);
        var bodies = Coroutines(tree).Select(method => method.GetLocation().GetLineSpan()).ToList();
        Assert.Empty(PointsOfMachines(tree).Where(point => !bodies.Any(body => body.StartLinePosition.Line + 1 <= point.StartLine && point.EndLine <= body.EndLinePosition.Line + 1))
            .Select(point => $"{path}({point.StartLine},{point.StartColumn})-({point.EndLine},{point.EndColumn})"));
    }

    /// <summary>Who counts the lines that ran finds each line of the iterator that C# makes, and that does not run, among those of the machine.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void EveryLineOfTheIteratorIsOneOfTheMachine(string path) => Assert.Equal([], Missing(path, OptimizationLevel.Debug));

    /// <summary>So where the code is optimized, but for what an optimizer may drop: conditions of switch labels, and braces other than those of handlers.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void EveryStatementOfTheOptimizedIteratorIsOneOfTheMachine(string path)
    {
        var source = Oracle.Corpus.Sources.Single(s => s.Path == path);
        var kept = Compilations.Tree(source.Text, source.Path).GetRoot().DescendantNodes()
            .Where(node => node is CatchClauseSyntax && !node.Ancestors().Any(outer => outer is FinallyClauseSyntax))
            .Select(node => node.GetLocation().GetLineSpan().EndLinePosition.Line + 1).ToHashSet();
        Assert.Equal([], Missing(path, OptimizationLevel.Release).Where(missing => kept.Contains(Number(missing)) || !missing.EndsWith('}') && !missing.EndsWith('{') && !IsDropped(missing)));
    }

    private static bool IsDropped(string line) => line.Contains(" case ", StringComparison.Ordinal) || line.EndsWith("while (true)", StringComparison.Ordinal) || line.EndsWith("break;", StringComparison.Ordinal);

    private static int Number(string missing) => int.Parse(missing[(missing.IndexOf(':') + 1)..missing.IndexOf(' ')], System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> Missing(string path, OptimizationLevel level)
    {
        var source = Oracle.Corpus.Sources.Single(s => s.Path == path);
        var tree = Compilations.Tree(source.Text, source.Path);
        var points = PointsOf(tree, level);
        var lines = LinesOf(points.Where(found => found.Method != "MoveNext").Select(found => found.Point));
        var lowered = Lowered(tree).Select(LinesOf).ToList();
        // an iterator that is a local function runs as it is
        var own = tree.GetRoot().DescendantNodes().OfType<LocalFunctionStatementSyntax>().Select(LinesOf).ToList();
        return LinesOf(points.Where(found => found.Method == "MoveNext").Select(found => found.Point))
            .Where(line => !lines.Contains(line) && lowered.Any(span => span.Contains(line)) && !own.Any(span => span.Contains(line)))
            .Select(line => $"{path}:{line} {source.Text.Split('\n')[line - 1].Trim()}").Where(line => !line.Contains("not reached", StringComparison.Ordinal));
    }

    private static HashSet<int> LinesOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return [.. Enumerable.Range(span.StartLinePosition.Line + 1, span.EndLinePosition.Line - span.StartLinePosition.Line + 1)];
    }

    private static HashSet<int> LinesOf(IEnumerable<SequencePoint> points) => [.. points.SelectMany(point => Enumerable.Range(point.StartLine, point.EndLine - point.StartLine + 1))];

    /// <summary>Statements that make code of their own, and are reached.</summary>
    private static bool Runs(StatementSyntax statement) => !statement.ToString().Contains("not reached", StringComparison.Ordinal)
        && (statement is ExpressionStatementSyntax or YieldStatementSyntax or ThrowStatementSyntax
            || statement is LocalDeclarationStatementSyntax { IsConst: false } declaration && declaration.Declaration.Variables.Any(v => v.Initializer is not null));

    private static IEnumerable<MethodDeclarationSyntax> Coroutines(SyntaxTree tree) => tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        .Where(method => method.Body is not null && method.AttributeLists.Count > 0);

    /// <summary>Those with a machine, and without code that the compiler leaves out.</summary>
    private static IEnumerable<MethodDeclarationSyntax> Lowered(SyntaxTree tree) => Coroutines(tree)
        .Where(method => !method.ToString().Contains("#pragma warning disable CS0162", StringComparison.Ordinal) && method.Parent is not InterfaceDeclarationSyntax);

    /// <summary>The visible sequence points of all methods that run machines, with the user's file as their document.</summary>
    private static List<SequencePoint> PointsOfMachines(SyntaxTree tree) =>
        [.. from found in PointsOf(tree, OptimizationLevel.Debug)
            where found.Method == "Resume" && found.Type.Contains("Machine", StringComparison.Ordinal) || found.Method.EndsWith("Body", StringComparison.Ordinal)
            select found.Point];

    private static List<(string Type, string Method, SequencePoint Point)> PointsOf(SyntaxTree tree, OptimizationLevel level) => s_points.GetOrAdd((tree.FilePath, level), _ => ReadPoints(tree, level));

    private static List<(string Type, string Method, SequencePoint Point)> ReadPoints(SyntaxTree tree, OptimizationLevel level)
    {
        var output = ThreeWays.Lower(Compilations.Of([tree], "Debugged", level));
        using MemoryStream image = new(), symbols = new();
        Assert.True(output.Emit(image, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb)).Success);
        image.Position = symbols.Position = 0;
        using var pe = new System.Reflection.PortableExecutable.PEReader(image);
        using var pdb = MetadataReaderProvider.FromPortablePdbStream(symbols);
        var metadata = pe.GetMetadataReader();
        var reader = pdb.GetMetadataReader();
        return [.. from handle in metadata.MethodDefinitions
                   let method = metadata.GetMethodDefinition(handle)
                   let name = metadata.GetString(method.Name)
                   let type = metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)
                   from point in reader.GetMethodDebugInformation(handle.ToDebugInformationHandle()).GetSequencePoints()
                   where !point.IsHidden && reader.GetString(reader.GetDocument(point.Document).Name) == tree.FilePath
                   select (type, name, point)];
    }
}

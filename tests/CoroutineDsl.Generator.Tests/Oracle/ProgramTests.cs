using System.Reflection;
using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Tests.Oracle;

/// <summary>
/// Whole programs, each a file that is compiled alone and so has its own directives, usings and types: they print the same lowered and un-lowered, and every coroutine of theirs is lowered
/// unless a comment in the file says <c>not lowered: Name</c>.
/// </summary>
public class ProgramTests
{
    private const string Prefix = "Programs.";

    private static readonly Lock s_console = new();

    public static TheoryData<string> Programs =>
        [.. typeof(ProgramTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => name[Prefix.Length..])];

    [Theory]
    [MemberData(nameof(Programs))]
    public void PrintsTheSameLoweredAndNot(string name)
    {
        var plain = Compilations.Of([Compilations.Tree(Text(name), name)]);
        var lowered = ThreeWays.Lower(plain.WithAssemblyName("Lowered"));
        Assert.Equal(Output(Compilations.Load(plain)), Output(Compilations.Load(lowered)));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void IsLowered(string name)
    {
        var compilation = Compilations.Of([Compilations.Tree(Text(name), name)]);
        var tree = compilation.SyntaxTrees[0];
        var refused = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .SelectMany(method => CoroutineInspection.Inspect(method, compilation.GetSemanticModel(tree), CancellationToken.None).Select(refusal => (method.Identifier.Text, refusal.Construct))).ToList();
        Assert.DoesNotContain(refused, refusal => refusal.Construct.StartsWith(SafetyNet.Construct, StringComparison.Ordinal));
        Assert.Equal(Text(name).Split('\n').Where(line => line.StartsWith("// not lowered: ", StringComparison.Ordinal)).SelectMany(line => line["// not lowered: ".Length..].Trim().Split(", ")).Order(),
            refused.Select(refusal => refusal.Text).Distinct().Order());
    }

    private static string Output(Assembly program)
    {
        lock (s_console)
        {
            var console = Console.Out;
            var written = new StringWriter();
            Console.SetOut(written);
            try
            {
                var main = program.GetTypes().Select(type => type.GetMethod("Main", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic, [])).Single(method => method is not null)!;
                Exception? failure = null;
                // the main program of a hub of its own
                var thread = new Thread(() => failure = Run(main)) { IsBackground = true };
                thread.Start();
                Assert.True(thread.Join(TimeSpan.FromSeconds(120)), "hangs");
                return failure is null ? written.ToString() : $"{written}!! {failure}";
            }
            finally
            {
                Console.SetOut(console);
            }
        }
    }

    private static Exception? Run(MethodInfo main)
    {
        try
        {
            main.Invoke(null, null);
            return null;
        }
        catch (TargetInvocationException e)
        {
            return e.InnerException;
        }
    }

    private static string Text(string name)
    {
        using var reader = new StreamReader(typeof(ProgramTests).Assembly.GetManifestResourceStream(Prefix + name)!);
        return reader.ReadToEnd();
    }
}

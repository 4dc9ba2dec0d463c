using System.Reflection;
using CoroutineDsl.Generator;
using CoroutineDsl.Generator.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Oracle;

/// <summary>The same sources compiled three ways: lowered by the generator, left to C#'s iterators, and rewritten to <c>async</c>.</summary>
public sealed class ThreeWays
{
    private readonly Assembly _lowered;
    private readonly Assembly _plain;
    private readonly Assembly _async;

    private ThreeWays(Assembly lowered, Assembly plain, Assembly async) => (_lowered, _plain, _async) = (lowered, plain, async);

    /// <summary>The public static coroutines without parameters, in order of their names.</summary>
    public IEnumerable<Body> Bodies => _plain.GetTypes().Where(type => type is { IsPublic: true, IsGenericType: false })
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(method => method.GetParameters().Length == 0 && !method.IsGenericMethod && method.IsDefined(typeof(CoroutineAttribute)))
        .Select(method => new Body(method.DeclaringType!.FullName!, method.Name)).OrderBy(body => body.ToString(), StringComparer.Ordinal);

    /// <summary>Compiles the sources three ways.</summary>
    /// <exception cref="InvalidOperationException">One of them does not compile.</exception>
    public static ThreeWays Compile(IEnumerable<(string Path, string Text)> sources)
    {
        var plain = Compilations.Of(sources.Select(source => Compilations.Tree(source.Text, source.Path)), "Plain");
        // in this order, so that what is said to be wrong with the lowered sources is not wrong with the sources themselves
        var plainly = Load("plain", plain);
        var asynchronously = Load("async", Compilations.Of(plain.SyntaxTrees.Select(tree => AsyncRewriter.Rewrite(tree, plain.GetSemanticModel(tree))), "Async"));
        return new ThreeWays(Load("lowered", Lower(plain.WithAssemblyName("Lowered"))), plainly, asynchronously);
    }

    /// <summary>The compilation with what the generator adds to it.</summary>
    public static Compilation Lower(CSharpCompilation compilation)
    {
        CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()], parseOptions: Compilations.Parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        return diagnostics.IsEmpty ? output : throw new InvalidOperationException(string.Join("\n", diagnostics));
    }

    /// <summary>What the generator's safety net caught in a source: a mistake of the lowering, each with its line.</summary>
    public static IEnumerable<string> Caught((string Path, string Text) source)
    {
        var compilation = Compilations.Of([Compilations.Tree(source.Text, source.Path)]);
        var tree = compilation.SyntaxTrees[0];
        Lower(compilation);
        return tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
            .SelectMany(method => CoroutineInspection.Inspect(method, compilation.GetSemanticModel(tree), CancellationToken.None))
            .Where(refusal => refusal.Construct.StartsWith(SafetyNet.Construct, StringComparison.Ordinal))
            .Select(refusal => $"{source.Path}({refusal.Location.StartLine + 1}): {refusal.Construct}");
    }

    /// <summary>Whether the generator lowered the body; else its factory drives the iterator.</summary>
    public bool IsLowered(Body body) => Factory(body) is { } coroutine && coroutine.GetType().Assembly == _lowered;

    /// <summary>Whether all coroutines that the body's class declares are lowered, each to a machine nested in the one private type of the class.</summary>
    public bool AreAllLowered(Body body)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        var type = _lowered.GetType(body.Type)!;
        return type.GetNestedTypes(Declared).SelectMany(nest => nest.GetNestedTypes(Declared)).Count(nested => nested.IsAssignableTo(typeof(Coroutine)))
            == type.GetMethods(Declared).Count(method => method.IsDefined(typeof(CoroutineAttribute)));
    }

    /// <summary>Runs the machine.</summary>
    public Outcome RunLowered(Body body, Injection injection, int at) => HubRunner.Run(() => Factory(body)!, injection, at);

    /// <summary>Runs the iterator.</summary>
    public Outcome RunPlain(Body body, Injection injection, int at) => HubRunner.Run(() => HubRunner.AsCoroutine(Invoke(_plain, body, body.Method)!), injection, at);

    /// <summary>Runs the <c>async</c> method.</summary>
    public Outcome RunAsync(Body body, Injection injection, int at) => AsyncRunner.Run(() => (Task)Invoke(_async, body, body.Method)!, injection, at);

    private Coroutine? Factory(Body body) => (Coroutine?)Invoke(_lowered, body, body.Method + "Coroutine");

    private static object? Invoke(Assembly assembly, Body body, string method) =>
        assembly.GetType(body.Type)!.GetMethod(method, BindingFlags.Public | BindingFlags.Static, [])?.Invoke(null, null);

    // warnings are not read here, and the analysis of nulls takes a third of the compiler's time
    private static CSharpCompilationOptions Unwarned(Compilation compilation) =>
        ((CSharpCompilationOptions)compilation.Options).WithNullableContextOptions(NullableContextOptions.Disable);

    private static Assembly Load(string way, Compilation compilation)
    {
        try
        {
            return Compilations.Load(compilation.WithOptions(Unwarned(compilation)));
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"The {way} sources do not compile:\n{e.Message}", e);
        }
    }
}

/// <summary>A body by name.</summary>
public sealed record Body(string Type, string Method)
{
    /// <inheritdoc />
    public override string ToString() => $"{Type}.{Method}";
}

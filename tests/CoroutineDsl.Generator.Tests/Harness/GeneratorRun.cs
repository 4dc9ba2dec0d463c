using System.Collections;
using System.Reflection;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Tests.Harness;

/// <summary>One run of the generator, with the steps of its pipeline recorded.</summary>
internal sealed record GeneratorRun(GeneratorDriver Driver, GeneratorRunResult Result, Compilation Output)
{
    /// <summary>The names of all steps, so that none escapes a test.</summary>
    public static IReadOnlyList<string> StepNames { get; } = [.. typeof(TrackingNames).GetFields().Select(field => (string)field.GetRawConstantValue()!)];

    /// <summary>Runs on fresh sources, which must compile with what is generated for them.</summary>
    public static GeneratorRun Of(params string[] sources) => Of(Compilations.Of(sources));

    public static GeneratorRun Of(CSharpCompilation compilation)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out var output, out _);
        var result = driver.GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        return new GeneratorRun(driver, result, output);
    }

    /// <summary>Runs again, on what the edit makes of the first run's compilation.</summary>
    public GeneratorRun Rerun(CSharpCompilation edited)
    {
        var driver = Driver.RunGeneratorsAndUpdateCompilation(edited, out var output, out _);
        return new GeneratorRun(driver, driver.GetRunResult().Results.Single(), output);
    }

    /// <summary>The generated files by name.</summary>
    public IReadOnlyDictionary<string, string> Files => Result.GeneratedSources.ToDictionary(source => source.HintName, source => source.SourceText.ToString());

    /// <summary>Why the outputs of a step were made: nothing new is <c>Cached</c> or <c>Unchanged</c>.</summary>
    public IEnumerable<IncrementalStepRunReason> Reasons(string step) =>
        Result.TrackedSteps.TryGetValue(step, out var runs) ? runs.SelectMany(run => run.Outputs).Select(output => output.Reason) : [];

    public IEnumerable<IncrementalStepRunReason> OutputReasons =>
        Result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs).Select(output => output.Reason);

    /// <summary>Fails with the compiler's words and the generated text.</summary>
    public GeneratorRun AssertCompiles()
    {
        var errors = Output.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning).ToList();
        Assert.True(errors.Count == 0, string.Join("\n", errors) + "\n" + string.Join("\n", Files.Values));
        return this;
    }

    /// <summary>Compiles the output, loads it and calls a static method without parameters.</summary>
    public object? Invoke(string type, string method)
    {
        AssertCompiles();
        return Compilations.Load(Output).GetType(type)!.GetMethod(method)!.Invoke(null, null);
    }

    /// <summary>Which calls of <paramref name="method"/> in the user's sources an interceptor takes over.</summary>
    public IEnumerable<string> InterceptedCalls(string method) =>
        from tree in Output.SyntaxTrees.Take(Output.SyntaxTrees.Count() - Result.GeneratedSources.Length)
        from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression.ToString().Split('.', '<')[^1].TrimEnd('>') == method || call.Expression.ToString().Contains(method)
        where Output.GetSemanticModel(tree).GetInterceptorMethod(call) is not null
        select call.ToString();

    /// <summary>Everything reachable from a value, by its fields and elements, with the path to it.</summary>
    public static IEnumerable<(string Path, object Value)> Reachable(object? value, string path, HashSet<object>? seen = null)
    {
        seen ??= new HashSet<object>(ReferenceEqualityComparer.Instance);
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !value.GetType().IsValueType && !seen.Add(value))
            yield break;
        yield return (path, value);
        var inner = value is IEnumerable items
            ? items.Cast<object?>().Select((item, i) => (Path: $"{path}[{i}]", Value: item))
            : value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => (Path: $"{path}.{field.Name}", Value: field.GetValue(value)));
        foreach (var found in inner.SelectMany(next => Reachable(next.Value, next.Path, seen)))
            yield return found;
    }
}

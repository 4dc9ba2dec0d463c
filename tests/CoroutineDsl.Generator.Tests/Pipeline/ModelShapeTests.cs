using System.Reflection;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Tests.Pipeline;

/// <summary>What the pipeline remembers is plain data: it compares by value, and keeps no compilation alive.</summary>
public class ModelShapeTests
{
    private static IEnumerable<Type> Models => typeof(CoroutineModel).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(CoroutineModel).Namespace && !type.IsNested && !(type.IsAbstract && type.IsSealed));

    [Fact]
    public void NoModelHasAFieldOfTheCompilers() => Assert.All(Models, model =>
        Assert.All(model.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic),
            field => Assert.DoesNotContain("Microsoft.CodeAnalysis", field.FieldType.ToString(), StringComparison.Ordinal)));

    [Fact]
    public void EveryModelComparesByValue() => Assert.All(Models, model =>
        Assert.Contains(model.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEquatable<>)));

    [Fact]
    public void NoStepHoldsOnToTheCompilation()
    {
        var run = GeneratorRun.Of("""
            using System.Collections.Generic;
            using CoroutineDsl;
            [Patch]
            public static partial class C
            {
                [Coroutine]
                public static IEnumerator<Yield> M() { yield return Greenlet.Sleep(1); }
                public static void Main() => Greenlet.Spawn(M());
                public static void Wait() => System.Threading.Thread.Sleep(1);
            }
            """);
        foreach (var step in GeneratorRun.StepNames)
        {
            var outputs = run.Result.TrackedSteps[step].SelectMany(s => s.Outputs).ToList();
            Assert.NotEmpty(outputs);
            foreach (var (path, value) in outputs.SelectMany(output => GeneratorRun.Reachable(output.Value, step)))
                Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or SemanticModel or Location or IOperation, $"{path} is a {value.GetType()}");
        }
    }

    [Fact]
    public void ArraysCompareByTheirElements()
    {
        EquatableArray<string> a = ["x", "y"], b = ["x", "y"], c = ["x"];
        Assert.Equal(a, b);
        Assert.Equal(a.GetHashCode(), b.GetHashCode());
        Assert.NotEqual(a, c);
        Assert.Equal(default, (EquatableArray<string>)[]);
    }
}

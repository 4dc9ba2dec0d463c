using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Tests.Interception;

/// <summary>Which calls are sent to the factory.</summary>
public class InterceptorTests
{
    private const string Usings = "using System; using System.Collections.Generic; using System.Linq; using System.Linq.Expressions; using CoroutineDsl;\n";
    private const string Body = "{ yield return Greenlet.Sleep(1); }";
    private const string TypedBody = "{ yield return Greenlet.Sleep(1); yield return n; }";

    [Theory]
    [InlineData("public", "static", "C.M(1)")]
    [InlineData("private", "static", "M(1)")]
    [InlineData("protected", "static", "M(1)")]
    [InlineData("internal", "static", "global::C.M(n: 1)")]
    [InlineData("public", "", "new C().M(1)")]
    [InlineData("private", "", "new C().M(1)")]
    [InlineData("private protected", "", "new C()?.M(1)!")]
    public void CallsByAnyAccessibility(string accessibility, string modifier, string call) => AssertIntercepted(Usings + $$"""
        public partial class C
        {
            [Coroutine] {{accessibility}} {{modifier}} IEnumerator<Yield<int>> M(int n) {{TypedBody}}
            public static object Run() => {{call}};
        }
        """, "C");

    [Fact]
    public void GenericTypesAndMethods() => AssertIntercepted(Usings + $$"""
        public partial class G<T> where T : class, new()
        {
            public partial class Inner<U> where U : struct, IComparable<U>
            {
                [Coroutine] private IEnumerator<Yield<V?>> M<V>(T t, U u, V? n) where V : notnull {{TypedBody}}
                public object Call() => M<string>(new T(), default, "x");
            }
        }
        public static class C { public static object Run() => new G<object>.Inner<int>().Call(); }
        """, "C");

    [Fact]
    public void StructReceivers() => AssertIntercepted(Usings + $$"""
        public partial struct S
        {
            public int F;
            [Coroutine] private IEnumerator<Yield<int>> M(int n) { F++; yield return F + n; }
            public object Call() => M(1);
        }
        public static class C { public static object Run() => new S().Call(); }
        """, "C");

    [Fact]
    public void Enumerables() => AssertIntercepted(Usings + $$"""
        public static partial class C
        {
            [Coroutine] static IEnumerable<Yield<int>> M(int n) {{TypedBody}}
            public static object Run() => M(1).GetEnumerator();
        }
        """, "C");

    [Fact]
    public void EnumerablesOfStructs() => AssertIntercepted(Usings + $$"""
        public partial struct S
        {
            [Coroutine] public readonly IEnumerable<Yield<int>> M(int n) {{TypedBody}}
        }
        public static class C { public static object Run() => new S().M(1).GetEnumerator(); }
        """, "C");

    [Theory]
    [InlineData("\"x\".M(1)")]
    [InlineData("C.M(\"x\", 1)")]
    public void ClassicExtensions(string call) => AssertIntercepted(Usings + $$"""
        public static partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> M(this string text, int n) {{TypedBody}}
            public static object Run() => {{call}};
        }
        """, "C");

    [Theory]
    [InlineData("\"x\".M(1)")]
    [InlineData("C.M(\"x\", 1)")]
    public void ExtensionBlocks(string call) => AssertIntercepted(Usings + $$"""
        namespace N;
        public static partial class C
        {
            extension(string text)
            {
                [Coroutine] private IEnumerator<Yield<int>> M(int n) { Console.Write(text); yield return n; }
            }
            public static object Run() => {{call}};
        }
        """, "N.C");

    [Fact]
    public void StaticMembersOfGenericExtensionBlocks() => AssertIntercepted(Usings + $$"""
        public static partial class C
        {
            extension<T>(List<T> list) where T : notnull
            {
                [Coroutine] public IEnumerator<Yield<int>> M<U>(U u) { yield return list.Count; }
            }
            public static object Run() => new List<int>().M("x");
        }
        """, "C");

    [Fact]
    public void PrivateTypesInTheSignature() => AssertIntercepted(Usings + $$"""
        namespace Tests;
        public static partial class C
        {
            private sealed partial class Secret
            {
                [Coroutine] public IEnumerator<Yield<int>> M(int n) {{TypedBody}}
            }
            public static object Run() => new Secret().M(1);
        }
        """, "Tests.C");

    [Fact]
    public void PartialMethods() => AssertIntercepted(Usings + $$"""
        public static partial class C
        {
            [Coroutine] private static partial IEnumerator<Yield<int>> M(int n = 5);
            public static object Run() => M();
        }
        public static partial class C
        {
            private static partial IEnumerator<Yield<int>> M(int n) {{TypedBody}}
        }
        """, "C");

    [Fact]
    public void OddNames() => AssertIntercepted(Usings + $$"""
        namespace @event.@class;
        public static partial class @struct
        {
            [Coroutine] static IEnumerator<Yield<int>> @M(int @int, params (int @if, string? B)[] self) { yield return @int; }
            public static object Run() => M(1);
        }
        """, "event.class.struct");

    [Fact]
    public void ParametersOfEveryKind() => AssertIntercepted(Usings + $$"""
        public static partial class C
        {
            [Coroutine] static IEnumerator<Yield<int>> M(dynamic d, string? s = null, [System.Runtime.CompilerServices.CallerMemberName] string who = "", params List<int> rest) { yield return rest.Count; }
            public static object Run() => M(1);
        }
        """, "C");

    [Fact]
    public void TheSameNameInSeveralTypes() => AssertIntercepted(Usings + $$"""
        public static partial class A { [Coroutine] public static IEnumerator<Yield> M() {{Body}} }
        public static partial class B { [Coroutine] public static IEnumerator<Yield> M() {{Body}} }
        public static class C { public static object Run() => (A.M(), B.M()).Item2; }
        """, "C");

    [Theory]
    [InlineData("new Func<IEnumerator<Yield>>(M)()")] // method group
    [InlineData("((Expression<Func<IEnumerator<Yield>>>)(() => M())).Compile()()")] // expression tree
    [InlineData("new[] { 1 }.AsQueryable().Select(n => M()).First()")]
    [InlineData("(from n in new[] { 1 }.AsQueryable() select M()).First()")]
    public void WhatNoInterceptorMayTouch(string call) => AssertNotIntercepted(Usings + $$"""
        public static partial class C
        {
            [Coroutine] public static IEnumerator<Yield> M() {{Body}}
            public static object Run() => {{call}};
        }
        """);

    [Fact]
    public void OffWithoutTheSwitch()
    {
        var options = Compilations.Parse.WithFeatures([]);
        var tree = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText(Usings + $$"""
            public static partial class C
            {
                [Coroutine] public static IEnumerator<Yield> M() {{Body}}
                public static object Run() => M();
            }
            """, options, "Source0.cs", System.Text.Encoding.UTF8);
        Assert.Equal(["C.M.g.cs"], GeneratorRun.Of(Compilations.Of([tree])).AssertCompiles().Files.Keys);
    }

    [Fact]
    public void VirtualCallsStayVirtual()
    {
        var run = GeneratorRun.Of(Usings + $$"""
            public partial class B { [Coroutine] public virtual IEnumerator<Yield<int>> M() { yield return 1; } }
            public partial class D : B { [Coroutine] public override IEnumerator<Yield<int>> M() { yield return 2; } }
            public static class C
            {
                public static object Run() { B b = new D(); return Hub.Run(b.M()); }
                public static object RunFactory() { B b = new D(); return Hub.Run(b.MCoroutine()); }
            }
            """);
        Assert.Equal(2, run.Invoke("C", "Run"));
        Assert.Equal(2, run.Invoke("C", "RunFactory"));
    }

    [Fact]
    public void CallsOfAReferencedAssembly()
    {
        var library = GeneratorRun.Of(Compilations.Of([Compilations.Tree(Usings + $$"""
            public partial class Library<T>
            {
                [Coroutine] public IEnumerator<Yield<T>> M<U>(T n, U u) { Greenlet.Sleep(0).Await(); SetResult(n); yield break; }
                static void SetResult(T value) => Coroutine.SetResult(value);
            }
            """, "Library.cs")], "Library")).AssertCompiles();
        using var image = new MemoryStream();
        Assert.True(library.Output.Emit(image).Success);
        var user = Compilations.Of("public static class C { public static object Run() => new Library<int>().M(1, \"x\"); }")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        Assert.NotEmpty(GeneratorRun.Of(user).AssertCompiles().InterceptedCalls("M"));
    }

    [Fact]
    public void OneInterceptorForAllCallsOfAMethod()
    {
        var file = GeneratorRun.Of(Usings + $$"""
            public static partial class C
            {
                [Coroutine] public static IEnumerator<Yield> M() {{Body}}
                public static void A() { M(); M(); }
                public static void B() => M();
            }
            """).AssertCompiles().Files["CoroutineDsl.Interceptors.g.cs"];
        Assert.Equal(3, file.Split("InterceptsLocation(1").Length - 1);
        Assert.Single(file.Split("MCoroutine()").Skip(1));
    }

    private static void AssertIntercepted(string source, string type)
    {
        var run = GeneratorRun.Of(source).AssertCompiles();
        Assert.NotEmpty(run.InterceptedCalls("M"));
        Assert.IsAssignableFrom<Coroutine>(run.Invoke(type, "Run"));
    }

    private static void AssertNotIntercepted(string source)
    {
        var run = GeneratorRun.Of(source).AssertCompiles();
        Assert.Empty(run.InterceptedCalls("M"));
        Assert.IsNotAssignableFrom<Coroutine>(run.Invoke("C", "Run"));
    }
}

using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Tests.Interception;

/// <summary>Virtual coroutines run the override that C# would run, whichever way they are called.</summary>
public class VirtualTests
{
    private const string Usings = "using System.Collections.Generic; using CoroutineDsl;\n";

    private const string Base = Usings + """
        public partial class B { [Coroutine] public virtual IEnumerator<Yield<string>> M(int n = 1) { Greenlet.Sleep(0).Await(); yield return "B" + n; } }

        """;

    [Fact]
    public void Overrides() => AssertRuns(Base + """
        public partial class D : B { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { Greenlet.Sleep(0).Await(); yield return "D" + n; } }
        public partial class E : D { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { yield return "E" + base.M(n).Await(); } }
        public partial class F : E { }
        """, ("new B()", "B1"), ("(B)new D()", "D1"), ("new E()", "ED1"), ("(B)new F()", "ED1"));

    [Fact]
    public void AnOverrideThatIsNotACoroutine() => AssertRuns(Base + """
        public partial class D : B { public override IEnumerator<Yield<string>> M(int n = 1) { yield return "D" + n; } }
        public partial class E : D { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { yield return "E" + n; } }
        """, ("new B()", "B1"), ("(B)new D()", "D1"), ("(B)new E()", "E1"));

    [Fact]
    public void AnOverrideInATypeThatIsNotPartial() => AssertRuns(Base + """
        public class D : B { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { yield return "D" + n; } }
        """, ("new B()", "B1"), ("(B)new D()", "D1"), ("new D()", "D1"));

    [Fact]
    public void AnOverrideOfAMethodThatIsNotACoroutine() => AssertRuns(Usings + """
        public class B { public virtual IEnumerator<Yield<string>> M(int n = 1) { yield return "B"; } }
        public partial class D : B { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { Greenlet.Sleep(0).Await(); yield return "D"; } }
        public sealed partial class E : D { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { yield return "E"; } }
        """, ("new D()", "D"), ("(D)new E()", "E"));

    [Fact]
    public void AbstractMethods() => AssertRuns(Usings + """
        public abstract partial class B { [Coroutine] public abstract IEnumerator<Yield<string>> M(int n = 1); }
        public partial class D : B { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { Greenlet.Sleep(0).Await(); yield return "D" + n; } }
        """, ("(B)new D()", "D1"), ("new D()", "D1"));

    [Fact]
    public void Interfaces() => AssertRuns(Usings + """
        public partial interface I { [Coroutine] IEnumerator<Yield<string>> M(int n = 1); }
        public partial class C : I { [Coroutine] public IEnumerator<Yield<string>> M(int n = 1) { yield return "C"; } }
        public class D : I { public IEnumerator<Yield<string>> M(int n = 1) { yield return "D"; } }
        public class E : I { IEnumerator<Yield<string>> I.M(int n) { yield return "E"; } }
        """, ("(I)new C()", "C"), ("(I)new D()", "D"), ("(I)new E()", "E"), ("new C()", "C"));

    [Fact]
    public void ExplicitBesideImplicit() => AssertRuns(Usings + """
        public partial interface I { [Coroutine] IEnumerator<Yield<string>> M(int n = 1); }
        public partial class C : I
        {
            IEnumerator<Yield<string>> I.M(int n) { yield return "explicit"; }
            [Coroutine] public IEnumerator<Yield<string>> M(int n = 1) { yield return "implicit"; }
        }
        """, ("(I)new C()", "explicit"), ("new C()", "implicit"));

    [Fact]
    public void ReimplementedInterfaces() => AssertRuns(Usings + """
        public partial interface I { [Coroutine] IEnumerator<Yield<string>> M(int n = 1); }
        public partial class B : I { [Coroutine] public IEnumerator<Yield<string>> M(int n = 1) { Greenlet.Sleep(0).Await(); yield return "B"; } }
        public class Hides : B { public new IEnumerator<Yield<string>> M(int n = 1) { yield return "hides"; } }
        public class Plain : B, I { public new IEnumerator<Yield<string>> M(int n = 1) { yield return "plain"; } }
        public class Explicit : B, I { IEnumerator<Yield<string>> I.M(int n) { yield return "explicit"; } }
        public class Later : Hides, I { }
        public partial class Marked : B, I { [Coroutine] public new IEnumerator<Yield<string>> M(int n = 1) { Greenlet.Sleep(0).Await(); yield return "marked"; } }
        """, ("(I)new B()", "B"), ("new B()", "B"), ("(I)new Hides()", "B"), ("(I)new Plain()", "plain"), ("(I)new Explicit()", "explicit"), ("(I)new Later()", "hides"),
        ("(I)new Marked()", "marked"), ("new Marked()", "marked"), ("(B)new Marked()", "B"));

    [Fact]
    public void ReimplementedInterfacesOfGenericTypes() => AssertRuns(Usings + """
        public partial interface I<T> { [Coroutine] IEnumerator<Yield<string>> M(T n = default!); }
        public partial class B<T> : I<T> { [Coroutine] public IEnumerator<Yield<string>> M(T n = default!) { yield return "B"; } }
        public class D : B<int>, I<int> { public new IEnumerator<Yield<string>> M(int n = 1) { yield return "D"; } }
        """, ("(I<string>)new B<string>()", "B"), ("(I<int>)new D()", "D"));

    [Fact]
    public void CallsOfAHidingMethodStay()
    {
        const string Source = Usings + """
            public partial class B { [Coroutine] public IEnumerator<Yield<string>> M(int n = 1) { yield return "B"; } }
            public class D : B { public new IEnumerator<Yield<string>> M(int n = 1) { yield return "D"; } }
            public static partial class P { [Coroutine] public static IEnumerator<Yield<string>> Lowered() { yield return new D().M().Await() + new B().M().Await(); } }
            """;
        AssertGives(Source, "new D().M()", "D");
        AssertGives(Source, "P.Lowered()", "DB");
    }

    [Fact]
    public void DefaultInterfaceMethods() => AssertRuns(Usings + """
        public partial interface I { [Coroutine] IEnumerator<Yield<string>> M(int n = 1) { yield return "I"; } }
        public class C : I { }
        public class D : I { public IEnumerator<Yield<string>> M(int n = 1) { yield return "D"; } }
        """, ("(I)new C()", "I"), ("(I)new D()", "D"));

    [Fact]
    public void GenericMethodsAndTypes() => AssertRuns(Usings + """
        public abstract partial class B<T> where T : notnull
        {
            [Coroutine] public virtual IEnumerator<Yield<string>> M(T n = default!) { yield return "B" + n; }
            [Coroutine] public virtual IEnumerator<Yield<U?>> G<U>(U? u) where U : class { yield return u; }
        }
        public partial class D : B<int>
        {
            [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { yield return "D" + n; }
            [Coroutine] public override IEnumerator<Yield<U?>> G<U>(U? u) where U : class { yield return u; }
        }
        """, ("new D()", "D1"), ("(B<int>)new D()", "D0"));

    [Fact]
    public void ProtectedMethods() => AssertRuns(Usings + """
        public partial class B
        {
            [Coroutine] protected virtual IEnumerator<Yield<string>> P() { yield return "B"; }
            public IEnumerator<Yield<string>> M() => P();
            public Coroutine<string> MCoroutine() => PCoroutine();
        }
        public partial class D : B { [Coroutine] protected override IEnumerator<Yield<string>> P() { Greenlet.Sleep(0).Await(); yield return "D"; } }
        """, ("new D()", "D"), ("new B()", "B"));

    [Fact]
    public void ClassesOfAnotherAssembly()
    {
        var library = GeneratorRun.Of(Compilations.Of([Compilations.Tree(Base, "Library.cs")], "Library")).AssertCompiles();
        using var image = new MemoryStream();
        Assert.True(library.Output.Emit(image).Success);
        var user = Compilations.Of(Usings + """
            public class Plain : B { public override IEnumerator<Yield<string>> M(int n = 1) { yield return "plain"; } }
            public partial class Marked : B { [Coroutine] public override IEnumerator<Yield<string>> M(int n = 1) { yield return "marked"; } }
            public class C { public static object? Run() => Hub.Run(((B)new Plain()).MCoroutine()) + Hub.Run(((B)new Marked()).MCoroutine()) + Hub.Run(((B)new Plain()).M()) + Hub.Run(new Marked().M()); }
            """).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        var run = GeneratorRun.Of(user).AssertCompiles();
        Assert.Equal("plainmarkedplainmarked", Compilations.Load(run.Output, library.Output).GetType("C")!.GetMethod("Run")!.Invoke(null, null));
    }

    [Fact]
    public void InterfacesReimplementedInAnotherAssembly()
    {
        var library = GeneratorRun.Of(Compilations.Of([Compilations.Tree(Usings + """
            public partial interface I { [Coroutine] IEnumerator<Yield<string>> M(int n = 1); }
            public partial class B : I { [Coroutine] public IEnumerator<Yield<string>> M(int n = 1) { yield return "B"; } }
            """, "Library.cs")], "Library")).AssertCompiles();
        using var image = new MemoryStream();
        Assert.True(library.Output.Emit(image).Success);
        var user = Compilations.Of(Usings + """
            public class Plain : B, I { public new IEnumerator<Yield<string>> M(int n = 1) { yield return "plain"; } }
            public class Hides : B { public new IEnumerator<Yield<string>> M(int n = 1) { yield return "hides"; } }
            public class C { public static object? Run() => Hub.Run(((I)new Plain()).MCoroutine()) + Hub.Run(((I)new Plain()).M()) + Hub.Run(((I)new Hides()).M()) + Hub.Run(((I)new B()).M()); }
            """).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        var run = GeneratorRun.Of(user).AssertCompiles();
        Assert.Equal("plainplainBB", Compilations.Load(run.Output, library.Output).GetType("C")!.GetMethod("Run")!.Invoke(null, null));
    }

    /// <summary>Calls M on each receiver by its name and by its factory's.</summary>
    private static void AssertRuns(string source, params (string Receiver, string Expected)[] calls)
    {
        foreach (var (receiver, expected) in calls)
        {
            AssertGives(source, $"({receiver}).M()", expected);
            AssertGives(source, $"({receiver}).MCoroutine()", expected);
        }
    }

    private static void AssertGives(string source, string call, string expected) =>
        Assert.Equal(expected, GeneratorRun.Of($"{source}\npublic static class Caller {{ public static object? Run() => Hub.Run({call}); }}").Invoke("Caller", "Run"));
}

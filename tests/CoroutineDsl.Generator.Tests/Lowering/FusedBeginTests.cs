using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Lowering;

/// <summary>Which waits begin without a suspension, and which take the long way. That both mean the same, Bodies/Fused.cs shows.</summary>
public class FusedBeginTests
{
    [Theory]
    [InlineData("box.Take().Await();", "box.BeginTake(greenlet, this, out int _)")]
    [InlineData("yield return box.Take();", "box.BeginTake(greenlet, this, out int _)")]
    [InlineData("var n = box.Take(5).Await(); Use(n);", "box.BeginTake(greenlet, this, out n, 5)")]
    [InlineData("box.Put(1).Await();", "box.BeginPut(greenlet, this, 1)")]
    [InlineData("(box.Put(1)).Await();", "box.BeginPut(greenlet, this, 1)")]
    [InlineData("box.Put(item: 1).Await();", "box.BeginPut(greenlet, this, item: 1)")]
    [InlineData("yield return box.Put(1);", "box.BeginPut(greenlet, this, 1)")]
    [InlineData("box?.Put(1).Await();", "receiver1.BeginPut(greenlet, this, 1)")]
    [InlineData("new Box().Put(1).Await();", "new Box().BeginPut(greenlet, this, 1)")]
    [InlineData("((Box)derived).Put(1).Await();", "((Box)derived).BeginPut(greenlet, this, 1)")]
    [InlineData("derived.Sealed().Await();", "derived.BeginSealed(greenlet, this)")]
    [InlineData("box.Both(1).Await();", "box.BeginBoth(greenlet, this, 1)")]
    [InlineData("Extensions.Both(box, 1).Await();", "Extensions.BeginBoth(box, greenlet, this, 1)")]
    [InlineData("Extensions.Alone(box).Await();", "Extensions.BeginAlone(box, greenlet, this)")]
    [InlineData("Make().Await();", "BeginMake(greenlet, this)")]
    [InlineData("Box.Static<string>().Await();", "Box.BeginStatic<string>(greenlet, this, out string _)")]
    public void IsFused(string statement, string begin) => Assert.Contains(begin, Generated(statement), StringComparison.Ordinal);

    [Theory]
    [InlineData("var kept = box.Put(1); kept.Await();")]
    [InlineData("derived.Put(1).Await();")] // hides the begin
    [InlineData("box.Open().Await();")] // may be overridden
    [InlineData("Extensions.Both(value: 1, box: box).Await();")]
    [InlineData("box.Misnamed().Await();")]
    [InlineData("box.Different(1).Await();")]
    [InlineData("box.Private().Await();")]
    [InlineData("new Slot().Put(1).Await();")]
    [InlineData("((Suspension)box.Take()).Await();")]
    [InlineData("var caller = box.Named().Await(); Use(caller.Length);")]
    [InlineData("holder.Put(1).Await();")]
    public void TakesTheLongWay(string statement) => Assert.DoesNotMatch("""\.Begin[A-Z]""", Generated(statement));

    private static string Generated(string statement) => string.Join("\n", GeneratorRun.Of(Library + $$"""
        public static partial class Body
        {
            private static void Use(int n) { }

            [Begins(nameof(BeginMake))]
            private static Suspension Make() => Suspension.Completed;

            private static bool BeginMake(Greenlet greenlet, Coroutine frame) => true;

            [Coroutine]
            public static IEnumerator<Yield> Run(Box box, Derived derived, IHolder holder)
            {
                {{statement}}
                yield break;
            }
        }
        """).AssertCompiles().Files.Where(file => !file.Key.Contains("Interceptors", StringComparison.Ordinal)).Select(file => file.Value));

    private const string Library = """
        using System;
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using CoroutineDsl;
        using CoroutineDsl.Runtime;

        public interface IHolder
        {
            [Begins("BeginPut")]
            Suspension Put(int item);

            bool BeginPut(Greenlet greenlet, Coroutine frame, int item);
        }

        public class Box
        {
            [Begins(nameof(BeginTake))]
            public Suspension<int> Take(int count = 1) => default;

            public bool BeginTake(Greenlet greenlet, Coroutine frame, out int value, int count = 1)
            {
                value = count;
                return true;
            }

            [Begins(nameof(BeginPut))]
            public Suspension Put(int item) => default;

            public bool BeginPut(Greenlet greenlet, Coroutine frame, int item) => true;

            [Begins(nameof(BeginStatic))]
            public static Suspension<T> Static<T>() => default;

            public static bool BeginStatic<T>(Greenlet greenlet, Coroutine frame, out T value)
            {
                value = default!;
                return true;
            }

            [Begins(nameof(BeginPut))]
            public virtual Suspension Open() => default;

            public virtual bool BeginOpen(Greenlet greenlet, Coroutine frame) => true;

            [Begins("BeginNothing")]
            public Suspension Misnamed() => default;

            [Begins(nameof(BeginDifferent))]
            public Suspension Different(int item = 1) => default;

            public bool BeginDifferent(Greenlet greenlet, Coroutine frame, int item = 2) => true;

            [Begins(nameof(BeginPrivate))]
            public Suspension Private() => default;

            private bool BeginPrivate(Greenlet greenlet, Coroutine frame) => true;

            [Begins(nameof(BeginNamed))]
            public Suspension<string> Named([CallerMemberName] string name = "") => default;

            public bool BeginNamed(Greenlet greenlet, Coroutine frame, out string value, [CallerMemberName] string name = "")
            {
                value = name;
                return true;
            }

            public virtual Suspension Sealed() => default;
        }

        public class Derived : Box
        {
            public new bool BeginPut(Greenlet greenlet, Coroutine frame, int item) => false;

            [Begins(nameof(BeginSealed))]
            public sealed override Suspension Sealed() => default;

            public bool BeginSealed(Greenlet greenlet, Coroutine frame) => true;
        }

        public struct Slot
        {
            [Begins(nameof(BeginPut))]
            public Suspension Put(int item) => default;

            public bool BeginPut(Greenlet greenlet, Coroutine frame, int item) => true;
        }

        public static class Extensions
        {
            [Begins(nameof(BeginBoth))]
            public static Suspension Both(this Box box, int value) => default;

            public static bool BeginBoth(this Box box, Greenlet greenlet, Coroutine frame, int value) => true;

            [Begins(nameof(BeginAlone))]
            public static Suspension Alone(this Box box) => default;

            public static bool BeginAlone(this Box box, Greenlet greenlet, Coroutine frame) => true;
        }

        """;
}

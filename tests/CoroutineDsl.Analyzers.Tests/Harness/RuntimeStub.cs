namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The public names of the runtime that the rules look at, as source.</summary>
internal static class RuntimeStub
{
    internal const string Source = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;

        namespace CoroutineDsl.Runtime
        {
            [AttributeUsage(AttributeTargets.Method)] public sealed class AwaitMethodAttribute : Attribute;
        }

        namespace CoroutineDsl
        {
            using CoroutineDsl.Runtime;

            [AttributeUsage(AttributeTargets.Method)] public sealed class CoroutineAttribute : Attribute { public bool Patch { get; set; } }
            [AttributeUsage(AttributeTargets.Method, AllowMultiple = true)] public sealed class PatchesAttribute(Type type, string member) : Attribute { public Type Type => type; public string Member => member; }
            [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)] public sealed class NotBlockingAttribute(string documentationId) : Attribute { public string DocumentationId => documentationId; }
            [AttributeUsage(AttributeTargets.Assembly | AttributeTargets.Class | AttributeTargets.Struct)] public sealed class PatchAttribute(Patch areas = Patch.All) : Attribute { public Patch Areas => areas; }
            [Flags] public enum Patch { None = 0, Thread = 1, Socket = 2, All = -1 }

            public sealed class Yield
            {
                public static implicit operator Yield(Suspension wait) => new();
                public static implicit operator Yield(Task wait) => new();
                public static implicit operator Yield(Greenlet wait) => new();
                public static implicit operator Yield(Coroutine wait) => new();
                public static implicit operator Yield(ValueType wait) => new();
            }

            public sealed class Yield<T>
            {
                public static implicit operator Yield<T>(T result) => new();
                public static implicit operator Yield<T>(Suspension wait) => new();
                public static implicit operator Yield<T>(Task wait) => new();
                public static implicit operator Yield<T>(Greenlet wait) => new();
                public static implicit operator Yield<T>(Coroutine wait) => new();
                public static implicit operator Yield<T>(ValueType wait) => new();
            }

            public readonly struct Suspension
            {
                [AwaitMethod] public void Await() { }
            }

            public readonly struct Suspension<T>
            {
                public static implicit operator Suspension(Suspension<T> wait) => default;
                [AwaitMethod] public T Await() => default!;
            }

            public abstract class Coroutine : IEnumerator<Yield>
            {
                Yield IEnumerator<Yield>.Current => null!;
                object System.Collections.IEnumerator.Current => null!;
                bool System.Collections.IEnumerator.MoveNext() => false;
                void System.Collections.IEnumerator.Reset() { }
                void IDisposable.Dispose() { }
                public static void SetResult<T>(T value) { }
                public static Coroutine Call(IEnumerator<Yield> coroutine) => null!;
                public static Coroutine<T> Call<T>(IEnumerator<Yield<T>> coroutine) => null!;
                [AwaitMethod] public void Await() { }
            }

            public abstract class Coroutine<T> : Coroutine, IEnumerator<Yield<T>>
            {
                Yield<T> IEnumerator<Yield<T>>.Current => null!;
                object System.Collections.IEnumerator.Current => null!;
                [AwaitMethod] public new T Await() => default!;
            }

            public class Greenlet
            {
                public static Greenlet Spawn(IEnumerator<Yield> coroutine, string? name = null) => null!;
                public static Greenlet<T> Spawn<T>(IEnumerator<Yield<T>> coroutine, string? name = null) => null!;
                public static Suspension Sleep(int milliseconds) => default;
                public static Suspension Sleep(TimeSpan delay) => default;
                public static Suspension JoinAll(params Greenlet[] greenlets) => default;
                public Suspension Join(TimeSpan? timeout = null) => default;
                [AwaitMethod] public void Await() { }
            }

            public class Greenlet<T> : Greenlet
            {
                public Suspension<T> Get(TimeSpan? timeout = null) => default;
                [AwaitMethod] public new T Await() => default!;
            }

            public sealed class CoLock
            {
                public Suspension Acquire() => default;
                public void Release() { }
            }

            public sealed class CoLocal<T>
            {
                public CoLocal() { }
                public CoLocal(Func<T> make) { }
                public T Value { get; set; } = default!;
            }

            public sealed class CoQueue<T>
            {
                public Suspension Put(T item) => default;
                public Suspension<T> Get() => default;
                public bool TryGet(out T item) { item = default!; return false; }
            }

            public static class AwaitExtensions
            {
                [AwaitMethod] public static void Await(this Task task) { }
                [AwaitMethod] public static T Await<T>(this Task<T> task) => default!;
                [AwaitMethod] public static void Await(this ValueTask task) { }
                [AwaitMethod] public static T Await<T>(this ValueTask<T> task) => default!;
                [AwaitMethod] public static void Await(this IEnumerator<Yield> coroutine) { }
                [AwaitMethod] public static T Await<T>(this IEnumerator<Yield<T>> coroutine) => default!;
                [AwaitMethod] public static void Await(this IEnumerable<Yield> coroutine) { }
                [AwaitMethod] public static T Await<T>(this IEnumerable<Yield<T>> coroutine) => default!;
            }
        }
        """;
}

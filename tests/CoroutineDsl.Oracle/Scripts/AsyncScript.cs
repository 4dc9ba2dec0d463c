using System.Reflection;
using static CoroutineDsl.Oracle.Common;

namespace CoroutineDsl.Oracle;

/// <summary><see cref="Script"/> for bodies that were rewritten to <c>async</c>: the same names, the same lines in the trace.</summary>
public static partial class AsyncScript
{
    /// <inheritdoc cref="Script.Step"/>
    public static async Task Step(object? name)
    {
        Log($"step {Run.Text(name)}");
        await Suspend();
    }

    /// <inheritdoc cref="Script.Value"/>
    public static async Task<T> Value<T>(T value)
    {
        Log($"value {Run.Text(value)}");
        await Suspend();
        return value;
    }

    /// <inheritdoc cref="Script.Later"/>
    public static async Task<T> Later<T>(T value)
    {
        Log($"later {Run.Text(value)}");
        await Suspend();
        return value;
    }

    /// <inheritdoc cref="Script.LaterStep"/>
    public static Task LaterStep(object? name) => Later(name);

    /// <inheritdoc cref="Script.Now"/>
    public static ValueTask<T> Now<T>(T value) => Script.Now(value);

    /// <inheritdoc cref="Script.NowStep"/>
    public static ValueTask NowStep(object? name) => Script.NowStep(name);

    /// <inheritdoc cref="Script.Child"/>
    public static async Task<T> Child<T>(T value)
    {
        Log($"child {Run.Text(value)}");
        await Step("in child");
        return value;
    }

    /// <inheritdoc cref="Script.Fail(string)"/>
    public static Task Fail(string message) => Fail<int>(message);

    /// <inheritdoc cref="Script.Fail{T}(string)"/>
    public static async Task<T> Fail<T>(string message)
    {
        Log($"fail {message}");
        await Suspend();
        throw new InvalidOperationException(message);
    }

    /// <inheritdoc cref="Script.FailNow"/>
    public static Task<T> FailNow<T>(string message) => Script.FailNow<T>(message);

    /// <inheritdoc cref="Script.Stream"/>
    public static IAsyncEnumerable<T> Stream<T>(params T[] items) => new Items<T>(items);

    /// <summary>What the lowering puts into catch clauses.</summary>
    public static bool IsExit(Exception exception) => exception is GreenletExit or CoTimeoutException;

    private static async Task Suspend()
    {
        var injection = Run.Current.Suspend();
        await Task.Yield();
        switch (injection)
        {
            case Injection.Throw: throw new InjectedException();
            case Injection.Kill: throw new GreenletExit();
            case Injection.Timeout: throw TimeoutException();
        }
    }

    /// <summary>The runtime makes these only when a scope runs out.</summary>
    private static Exception TimeoutException() => (Exception)Activator.CreateInstance(
        typeof(CoTimeoutException), BindingFlags.Instance | BindingFlags.NonPublic, null, [TimeSpan.Zero, null], null)!;

    private sealed class Items<T>(T[] items) : IAsyncEnumerable<T>, IAsyncEnumerator<T>
    {
        private int _at = -1;

        public T Current => items[_at];

        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
        {
            Log("enumerate stream");
            return this;
        }

        public ValueTask<bool> MoveNextAsync() => new(Value(++_at < items.Length));

        public ValueTask DisposeAsync()
        {
            Log("dispose stream");
            return default;
        }
    }
}

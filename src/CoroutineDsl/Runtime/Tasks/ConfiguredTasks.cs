using System.Runtime.CompilerServices;

namespace CoroutineDsl.Runtime;

/// <summary>
/// What <c>task.ConfigureAwait(..)</c> is made of. It does not give the task, of which a wait that is given up takes its continuation back; so its fields are read where they are there.
/// <c>null</c>: it is awaited as it is. So are those that suppress the failure, or yield first.
/// </summary>
internal static class ConfiguredTasks
{
    private const ConfigureAwaitOptions Unusual = ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding;

    private static readonly bool s_isKnown = Probe();

    public static bool IsUsual(ConfigureAwaitOptions options) => (options & Unusual) == 0;

    public static Task? TaskOf(ConfiguredTaskAwaitable awaitable)
    {
        if (!s_isKnown) return null;
        ref var awaiter = ref Awaiter(ref awaitable);
        return IsUsual(Options(ref awaiter)) ? Task(ref awaiter) : null;
    }

    public static ValueTask? ValueOf(ConfiguredValueTaskAwaitable awaitable) => s_isKnown ? Value(ref awaitable) : null;

    private static bool Probe()
    {
        try
        {
            var done = System.Threading.Tasks.Task.FromResult(1);
            var plain = ((Task)done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var value = new ValueTask(done).ConfigureAwait(false);
            ref var awaiter = ref Awaiter(ref plain);
            return ReferenceEquals(Task(ref awaiter), done) && Options(ref awaiter) == ConfigureAwaitOptions.SuppressThrowing && Value(ref value) == new ValueTask(done);
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_configuredTaskAwaiter")]
    private static extern ref ConfiguredTaskAwaitable.ConfiguredTaskAwaiter Awaiter(ref ConfiguredTaskAwaitable awaitable);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_task")]
    private static extern ref Task Task(ref ConfiguredTaskAwaitable.ConfiguredTaskAwaiter awaiter);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_options")]
    private static extern ref ConfigureAwaitOptions Options(ref ConfiguredTaskAwaitable.ConfiguredTaskAwaiter awaiter);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_value")]
    private static extern ref ValueTask Value(ref ConfiguredValueTaskAwaitable awaitable);
}

/// <inheritdoc cref="ConfiguredTasks"/>
internal static class ConfiguredTasks<T>
{
    private static readonly bool s_isKnown = Probe();

    public static Task<T>? TaskOf(ConfiguredTaskAwaitable<T> awaitable)
    {
        if (!s_isKnown) return null;
        ref var awaiter = ref Awaiter(ref awaitable);
        return ConfiguredTasks.IsUsual(Options(ref awaiter)) ? Task(ref awaiter) : null;
    }

    public static ValueTask<T>? ValueOf(ConfiguredValueTaskAwaitable<T> awaitable) => s_isKnown ? Value(ref awaitable) : null;

    private static bool Probe()
    {
        try
        {
            var done = System.Threading.Tasks.Task.FromResult<T>(default!);
            var task = done.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            var value = new ValueTask<T>(done).ConfigureAwait(false);
            ref var awaiter = ref Awaiter(ref task);
            return ReferenceEquals(Task(ref awaiter), done) && Options(ref awaiter) == ConfigureAwaitOptions.ForceYielding && Value(ref value) == new ValueTask<T>(done);
        }
        catch (MissingFieldException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_configuredTaskAwaiter")]
    private static extern ref ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter Awaiter(ref ConfiguredTaskAwaitable<T> awaitable);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_task")]
    private static extern ref Task<T> Task(ref ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter awaiter);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "m_options")]
    private static extern ref ConfigureAwaitOptions Options(ref ConfiguredTaskAwaitable<T>.ConfiguredTaskAwaiter awaiter);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_value")]
    private static extern ref ValueTask<T> Value(ref ConfiguredValueTaskAwaitable<T> awaitable);
}

using System.Runtime.CompilerServices;

namespace CoroutineDsl.Patching;

/// <summary>
/// For drivers whose asynchronous members block as the others do: the calls of a connection run one after the other on a thread of its own. A pool would not do: who holds the lock of a busy database would wait for a
/// thread behind those that wait for the lock.
/// </summary>
internal sealed class DriverThread
{
    private const int IdleTime = 5000;

    private static readonly ConditionalWeakTable<object, DriverThread> s_threads = new();
    private static readonly ConditionalWeakTable<Type, StrongBox<bool>> s_isNeeded = new(); // the name of an assembly is made anew each time

    private readonly Queue<Action> _calls = new();
    private bool _isRunning;

    /// <summary>Whether the driver that an object is of only looks asynchronous.</summary>
    public static bool IsNeeded(object ofDriver) => s_isNeeded.GetValue(ofDriver.GetType(), static type => new(IsListed(type))).Value;

    private static bool IsListed(Type type) => type.Assembly.GetName().Name is "Microsoft.Data.Sqlite" or "System.Data.SQLite" or "System.Data.Odbc" or "System.Data.OleDb" or "DuckDB.NET.Data";

    /// <summary>Runs a call on the thread of a connection; of nobody's on that of nobody.</summary>
    public static Task<T> Run<T>(object? connection, Func<T> call)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        s_threads.GetOrCreateValue(connection ?? done).Add(() =>
        {
            try
            {
                done.SetResult(call());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    /// <inheritdoc cref="Run{T}"/>
    public static Task Run(object? connection, Action call) => Run(connection, () =>
    {
        call();
        return true;
    });

    private void Add(Action call)
    {
        lock (_calls)
        {
            _calls.Enqueue(call);
            if (_isRunning)
            {
                Monitor.Pulse(_calls);
                return;
            }

            _isRunning = true;
        }

        new Thread(Work) { IsBackground = true, Name = "CoroutineDsl driver" }.Start();
    }

    private void Work()
    {
        while (Next() is { } call) call();
    }

    private Action? Next()
    {
        lock (_calls)
        {
            if (_calls.Count == 0) Monitor.Wait(_calls, IdleTime);
            if (_calls.TryDequeue(out var call)) return call;
            _isRunning = false;
            return null;
        }
    }
}

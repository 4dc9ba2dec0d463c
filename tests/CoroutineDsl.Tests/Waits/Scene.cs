using System.Reflection;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Tests.Waits;

/// <summary>Something to wait at, in a certain state, and how that state can be told from others.</summary>
/// <param name="name">For messages.</param>
/// <param name="type">Whose waits it is for.</param>
/// <param name="target">What they are called on; null: they are static.</param>
/// <param name="state">All that a wait could change.</param>
internal sealed class Scene(string name, Type type, object? target, Func<string> state) : IDisposable
{
    private readonly Dictionary<Type, Func<object>> _arguments = [];
    private readonly List<IDisposable> _owned = [];
    private readonly CancellationTokenSource _token = new();
    private int _calls;

    public Scene(string name, object target, Func<string> state)
        : this(name, target.GetType(), target, state)
    {
    }

    /// <summary>What the waiting greenlet does before it waits.</summary>
    public Action? Enter { get; init; }

    /// <summary>What it does afterwards.</summary>
    public Action? Leave { get; init; }

    /// <summary>Whether a wait that has begun changes the state even if it is killed: it runs something, or gives control away.</summary>
    public bool RunsSomething { get; init; }

    /// <summary>Whether the wait was over before it was interrupted.</summary>
    public bool IsWaitOver { get; set; }

    public string Name => name;

    /// <summary>The state of the target, and of the hub.</summary>
    public string State
    {
        get
        {
            var hub = Hub.Current;
            return $"{state()}; calls {Volatile.Read(ref _calls)}, greenlets {hub.Count}, timers {hub.Timers.Count}, external {hub.ExternalWaits}";
        }
    }

    public (Type Type, bool IsStatic) Kind => (type, target is null);

    public static bool IsFor(MethodInfo method, Type type, bool isStatic) => method.IsStatic
        ? isStatic && type == method.DeclaringType
        : !isStatic && Bases(type).Concat(type.GetInterfaces()).Any(b => (b.IsGenericType ? b.GetGenericTypeDefinition() : b) == method.DeclaringType);

    public Scene With<T>(Func<T> argument)
        where T : notnull
    {
        _arguments[typeof(T)] = () => argument();
        return this;
    }

    public Scene Owning(params IDisposable[] owned)
    {
        _owned.AddRange(owned);
        return this;
    }

    /// <summary>Makes the suspension.</summary>
    public object Make(MethodInfo method)
    {
        var closed = PublicWaits.Closed(method, type);
        return Call(closed, Arguments(closed.GetParameters()));
    }

    /// <summary>Waits by the method's own begin, as lowered code does; null where it has none.</summary>
    public Coroutine? Fused(MethodInfo method)
    {
        if (method.GetCustomAttribute<BeginsAttribute>() is not { } attribute && !IsStep(method)) return null;
        var closed = PublicWaits.Closed(method, type);
        var arguments = Arguments(closed.GetParameters());
        var isTyped = closed.ReturnType != typeof(Suspension);
        Type[] added = isTyped ? [typeof(Greenlet), typeof(Coroutine), closed.ReturnType.GetGenericArguments()[0].MakeByRefType()] : [typeof(Greenlet), typeof(Coroutine)];
        Type[] wanted = [.. added, .. closed.GetParameters().Select(parameter => parameter.ParameterType)];
        var name = method.GetCustomAttribute<BeginsAttribute>()?.Name ?? "BeginStep";
        var begin = closed.DeclaringType!.GetMethods().Where(candidate => candidate.Name == name)
            .Select(candidate => candidate.IsGenericMethodDefinition && closed.IsGenericMethod && candidate.GetGenericArguments().Length == closed.GetGenericArguments().Length
                ? candidate.MakeGenericMethod(closed.GetGenericArguments()) : candidate)
            .Single(candidate => candidate.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(wanted));
        return new ReflectedWait((greenlet, frame) =>
        {
            object?[] all = isTyped ? [greenlet, frame, null, .. arguments] : [greenlet, frame, .. arguments];
            return (bool)Call(begin, all);
        });
    }

    public void Dispose()
    {
        foreach (var one in _owned) one.Dispose();
    }

    private static bool IsStep(MethodInfo method) => method is { Name: "Step" } && method.DeclaringType == typeof(CoEnumerator<>);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var current = type; current is not null; current = current.BaseType!) yield return current;
    }

    private object Call(MethodInfo method, object?[] arguments)
    {
        try
        {
            return method.Invoke(target, arguments)!;
        }
        catch (TargetInvocationException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }

    private object?[] Arguments(ParameterInfo[] parameters) => [.. parameters.Select(Argument)];

    private object? Argument(ParameterInfo parameter)
    {
        var wanted = parameter.ParameterType;
        if (_arguments.TryGetValue(wanted, out var given)) return given();
        if (parameter.HasDefaultValue) return parameter.DefaultValue ?? (wanted.IsValueType && Nullable.GetUnderlyingType(wanted) is null ? Activator.CreateInstance(wanted) : null);
        if (wanted == typeof(TimeSpan?)) return null;
        if (wanted == typeof(int)) return parameter.Name == "milliseconds" ? 1_000_000_000 : 7;
        if (wanted == typeof(long)) return 0L;
        if (wanted == typeof(TimeSpan)) return TimeSpan.FromDays(10);
        if (wanted == typeof(string)) return "text";
        if (wanted == typeof(object)) return new object();
        if (wanted == typeof(Memory<byte>)) return new byte[4].AsMemory();
        if (wanted == typeof(ReadOnlyMemory<byte>)) return (ReadOnlyMemory<byte>)new byte[4];
        if (wanted == typeof(IReadOnlyList<ReadOnlyMemory<byte>>)) return new ReadOnlyMemory<byte>[] { new byte[4], new byte[4] };
        if (wanted == typeof(IEnumerator<Yield>)) return Counted();
        if (wanted == typeof(IEnumerator<Yield<int>>)) return CountedInt();
        if (wanted == typeof(Coroutine)) return Coroutine.FromIterator(Counted());
        if (wanted == typeof(Coroutine<int>)) return Coroutine.FromIterator(CountedInt());
        if (wanted == typeof(Func<int>)) return new Func<int>(Count);
        if (wanted == typeof(Action)) return new Action(() => Count());
        if (wanted == typeof(Func<int, int>)) return new Func<int, int>(_ => Count());
        if (wanted == typeof(Func<int, IEnumerator<Yield>>)) return new Func<int, IEnumerator<Yield>>(_ => Counted());
        if (wanted == typeof(Func<int, IEnumerator<Yield<int>>>)) return new Func<int, IEnumerator<Yield<int>>>(_ => CountedInt());
        if (wanted == typeof(Func<int, Coroutine<int>>)) return new Func<int, Coroutine<int>>(_ => Coroutine.FromIterator(CountedInt()));
        if (wanted == typeof(Suspension)) return Greenlet.Sleep(Timeout.InfiniteTimeSpan);
        if (wanted == typeof(Suspension<int>)) return new CoQueue<int>().Get();
        if (wanted == typeof(IReadOnlyList<Suspension<int>>)) return new[] { new CoQueue<int>().Get(), new CoChannel<int>().Get() };
        if (wanted == typeof(Func<Suspension>)) return new Func<Suspension>(() => Greenlet.Sleep(Count()));
        if (wanted == typeof(Func<int, Suspension>)) return new Func<int, Suspension>(_ => Greenlet.Sleep(Count()));
        if (wanted == typeof(Func<Suspension<int>>)) return new Func<Suspension<int>>(() => Suspension<int>.FromValue(Count()));
        if (wanted == typeof(Func<int, Suspension<int>>)) return new Func<int, Suspension<int>>(_ => Suspension<int>.FromValue(Count()));
        if (wanted == typeof(CoEnumerable<int>)) return new CoQueue<int>();
        if (wanted == typeof(Func<bool>)) return new Func<bool>(() => false);
        if (wanted == typeof(IEnumerator<Yield>[])) return new[] { Counted() };
        if (wanted == typeof(IEnumerator<Yield<int>>[])) return new[] { CountedInt() };
        if (wanted == typeof(IEnumerable<IEnumerator<Yield<int>>>)) return new[] { CountedInt() };
        if (wanted == typeof(Greenlet<int>)) return Greenlet.Create(CountedInt());
        if (wanted == typeof(IEnumerable<int>)) return Items();
        if (wanted == typeof(Func<CancellationToken, Task>)) return new Func<CancellationToken, Task>(Counted);
        if (wanted == typeof(Func<CancellationToken, Task<int>>)) return new Func<CancellationToken, Task<int>>(Counted);
        if (wanted == typeof(Func<CancellationToken, ValueTask>)) return new Func<CancellationToken, ValueTask>(token => new(Counted(token)));
        if (wanted == typeof(Func<CancellationToken, ValueTask<int>>)) return new Func<CancellationToken, ValueTask<int>>(token => new(Counted(token)));
        if (wanted == typeof(CancellationToken)) return _token.Token;
        if (wanted == typeof(Func<CancelScope, IEnumerator<Yield>>)) return new Func<CancelScope, IEnumerator<Yield>>(_ => Counted());
        if (wanted == typeof(Func<Nursery, IEnumerator<Yield>>)) return new Func<Nursery, IEnumerator<Yield>>(_ => Counted());
        if (wanted == typeof(Func<Nursery, IEnumerator<Yield<int>>>)) return new Func<Nursery, IEnumerator<Yield<int>>>(_ => CountedInt());
        if (wanted == typeof(Func<Readiness<int>, IEnumerator<Yield>>)) return new Func<Readiness<int>, IEnumerator<Yield>>(_ => Counted());
        if (wanted == typeof(Func<IEnumerator<Yield<int>>>)) return new Func<IEnumerator<Yield<int>>>(CountedInt);
        if (wanted == typeof(Exception)) return new InvalidOperationException("thrown by a test");
        throw new NotSupportedException($"the scene '{name}' has no {wanted} for '{parameter.Name}'");
    }

    private int Count() => Interlocked.Increment(ref _calls);

    private async Task<int> Counted(CancellationToken token)
    {
        Count();
        await Task.Delay(Timeout.Infinite, token);
        return 0;
    }

    private IEnumerable<int> Items()
    {
        for (var i = 0; i < 3; i++)
        {
            Count();
            yield return i;
        }
    }

    private IEnumerator<Yield> Counted()
    {
        Count();
        yield return Greenlet.Sleep(Timeout.InfiniteTimeSpan);
    }

    private IEnumerator<Yield<int>> CountedInt()
    {
        Count();
        yield return Greenlet.Sleep(Timeout.InfiniteTimeSpan);
    }

    private sealed class ReflectedWait(Func<Greenlet, Coroutine, bool> begin) : Coroutine
    {
        public override bool Resume(Greenlet greenlet)
        {
            if (State == 1)
            {
                greenlet.End();
                return true;
            }

            State = 1;
            return begin(greenlet, this);
        }
    }
}

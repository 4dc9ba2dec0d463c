using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>The locks of .NET that belong to the thread that entered them: what takes one, and what gives it back.</summary>
internal sealed class ThreadLocks(CoroutineContext coroutines)
{
    private readonly INamedTypeSymbol? monitor = coroutines.Find("System.Threading.Monitor");
    private readonly INamedTypeSymbol? waitHandle = coroutines.Find("System.Threading.WaitHandle");
    private readonly INamedTypeSymbol? mutex = coroutines.Find("System.Threading.Mutex");
    private readonly INamedTypeSymbol? readerWriter = coroutines.Find("System.Threading.ReaderWriterLockSlim");
    private readonly INamedTypeSymbol? oldReaderWriter = coroutines.Find("System.Threading.ReaderWriterLock");
    private readonly INamedTypeSymbol? spin = coroutines.Find("System.Threading.SpinLock");
    private readonly INamedTypeSymbol? newLock = coroutines.Find("System.Threading.Lock");
    private readonly INamedTypeSymbol? newLockScope = coroutines.Find("System.Threading.Lock+Scope");

    /// <summary>The lock that a call takes: a variable named in the source; null where the call takes none.</summary>
    internal ISymbol? Acquired(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Enter" or "TryEnter" } m when Is(m, monitor) => Argument(call),
        { Name: "WaitOne" } m when Is(m, waitHandle) && CoroutineContext.Same(call.Instance?.WithoutImplicitConversions().Type, mutex) => call.Instance.NamedSymbol(),
        { Name: "EnterReadLock" or "EnterWriteLock" or "EnterUpgradeableReadLock" or "TryEnterReadLock" or "TryEnterWriteLock" or "TryEnterUpgradeableReadLock" } m
            when Is(m, readerWriter) => call.Instance.NamedSymbol(),
        { Name: "AcquireReaderLock" or "AcquireWriterLock" } m when Is(m, oldReaderWriter) => call.Instance.NamedSymbol(),
        { Name: "Enter" or "TryEnter" } m when Is(m, spin) || Is(m, newLock) => call.Instance.NamedSymbol(),
        _ => null,
    };

    /// <summary>The lock that a call gives back.</summary>
    internal ISymbol? Released(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "Exit" } m when Is(m, monitor) => Argument(call),
        { Name: "ReleaseMutex" } m when Is(m, mutex) => call.Instance.NamedSymbol(),
        { Name: "ExitReadLock" or "ExitWriteLock" or "ExitUpgradeableReadLock" } m when Is(m, readerWriter) => call.Instance.NamedSymbol(),
        { Name: "ReleaseReaderLock" or "ReleaseWriterLock" or "ReleaseLock" } m when Is(m, oldReaderWriter) => call.Instance.NamedSymbol(),
        { Name: "Exit" } m when Is(m, spin) || Is(m, newLock) => call.Instance.NamedSymbol(),
        _ => null,
    };

    /// <summary>Whether what a <c>using</c> holds is the scope of a <c>System.Threading.Lock</c>.</summary>
    internal bool IsScope(IOperation resource) => resource.InFunction().Any(o => o is IInvocationOperation { TargetMethod.ReturnType: var type } && CoroutineContext.Same(type, newLockScope));

    /// <summary>Whether its body runs under a monitor (<c>[MethodImpl(MethodImplOptions.Synchronized)]</c>). An iterator holds it only while it is made.</summary>
    internal static bool IsSynchronized(IMethodSymbol method, IOperation body) =>
        (method.MethodImplementationFlags & System.Reflection.MethodImplAttributes.Synchronized) != 0 && !body.Yields();

    private static bool Is(IMethodSymbol method, INamedTypeSymbol? type) => CoroutineContext.Same(method.ContainingType, type);

    private static ISymbol? Argument(IInvocationOperation call) => call.Arguments.Length > 0 ? call.Arguments[0].Value.NamedSymbol() : null;
}

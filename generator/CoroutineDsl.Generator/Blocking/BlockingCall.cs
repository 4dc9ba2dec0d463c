using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>How a blocking call is known, and so how it is made cooperative.</summary>
internal enum CooperativeForm
{
    /// <summary>There is none: the call can only be avoided.</summary>
    None,

    /// <summary>A method marked <c>[Patches]</c>: the receiver first, then the same arguments.</summary>
    Patch,

    /// <summary>The call's own asynchronous twin: <c>X(args)</c> and <c>XAsync(args)</c>.</summary>
    Twin,

    /// <summary>A <c>foreach</c> over what can be gone through asynchronously as well: a query of a database.</summary>
    Sequence,

    /// <summary>The call itself, on the thread pool: what <c>[assembly: Blocking]</c> names.</summary>
    Offload,
}

/// <summary>A call that would block the hub.</summary>
/// <param name="Operation">The call, the read of a property, the object creation, or what a <c>foreach</c> goes through.</param>
/// <param name="Member">The method, constructor or property that blocks; of a sequence its type.</param>
/// <param name="Form">What makes it cooperative.</param>
/// <param name="Cooperative">For a patch or a twin: the method to call instead, constructed with the type arguments of the call; its result is awaited, or gone through. For a sequence: its method <c>AsAsyncEnumerable</c>, if it has one.</param>
/// <param name="Area">For an offload: its area, a flag of <c>CoroutineDsl.Patch</c>.</param>
/// <param name="IsSerial">For an offload: whether the calls on one object are made one after the other.</param>
/// <param name="IsAcquired">Whether a value that comes too late is to be disposed of.</param>
internal sealed record BlockingCall(IOperation Operation, ISymbol Member, CooperativeForm Form, IMethodSymbol? Cooperative = null, int Area = 0, bool IsAcquired = false, bool IsSerial = false)
{
    /// <summary>What blocks, for people: <c>Socket.Receive</c>, <c>new UdpClient</c>, <c>foreach over Query</c>.</summary>
    public string Display => Form == CooperativeForm.Sequence ? $"foreach over {Member.Name}" : Show(Member);

    /// <summary>A member, for people.</summary>
    public static string Show(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor } ? $"new {member.ContainingType.Name}" : $"{member.ContainingType.Name}.{member.Name}";
}

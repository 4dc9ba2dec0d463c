using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Patching;

/// <summary>
/// What blocks, in one compilation: patch methods first, then the twin rule, less what is known not to block. Generator and analyzers ask the same question here.
/// </summary>
internal sealed class BlockingCalls
{
    private static readonly ConditionalWeakTable<Compilation, BlockingCalls> Cache = new();

    private readonly PatchTable patches;
    private readonly TwinRule twins;
    private readonly NotBlocking notBlocking;

    // most calls are of something that never blocks: that is found out once a method
    private readonly ConcurrentDictionary<ISymbol, bool> harmless = new(SymbolEqualityComparer.Default);

    private BlockingCalls(Compilation compilation)
    {
        patches = new PatchTable(compilation);
        twins = new TwinRule(compilation);
        notBlocking = new NotBlocking(compilation);
    }

    public static BlockingCalls Of(Compilation compilation) => Cache.GetValue(compilation, c => new BlockingCalls(c));

    /// <summary>The blocking call that an operation is; null where it is none.</summary>
    public BlockingCall? Find(IOperation operation)
    {
        var (member, receiver) = operation switch
        {
            IInvocationOperation call => ((ISymbol)call.TargetMethod, call.Instance ?? Extended(call)),
            IPropertyReferenceOperation { Property.GetMethod: not null } property when !IsWritten(property) => (property.Property, property.Instance),
            IObjectCreationOperation { Constructor: { } constructor } => (constructor, null),
            _ => (null!, null),
        };
        if (member is null || harmless.ContainsKey(member.OriginalDefinition)) return null;
        if (notBlocking.Covers(member, receiver)) return null;
        if (patches.Find(member) is { } patch) return new(operation, member, CooperativeForm.Patch, patch);
        if (NoCooperativeForm.Contains(member)) return new(operation, member, CooperativeForm.None, null);
        if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ReducedExtension } method && twins.Find(method, operation) is { } twin)
            return new(operation, member, CooperativeForm.Twin, twin);
        // a twin may come into scope with a using directive of another file: only what has no candidate at all is remembered
        if (!twins.MayHaveTwin(member)) harmless.TryAdd(member.OriginalDefinition, true);
        return null;
    }

    private static IOperation? Extended(IInvocationOperation call) =>
        call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null;

    private static bool IsWritten(IPropertyReferenceOperation property) => property.Parent is IAssignmentOperation assignment && assignment.Target == property;
}

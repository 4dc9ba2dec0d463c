using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// What blocks, in one compilation: patch methods first, then what is named as blocking, then the twin rule, less what is named as not blocking. All of it is read from metadata.
/// Generator and analyzers ask the same question here.
/// </summary>
internal sealed class BlockingCalls
{
    private static readonly ConditionalWeakTable<Compilation, BlockingCalls> Cache = new();

    private readonly PatchTable patches;
    private readonly TwinRule twins;
    private readonly BlockingLists lists;

    // most calls are of something that never blocks: that is found out once a method
    private readonly ConcurrentDictionary<ISymbol, bool> harmless = new(SymbolEqualityComparer.Default);

    private BlockingCalls(Compilation compilation)
    {
        patches = new PatchTable(compilation);
        twins = new TwinRule(compilation);
        lists = BlockingLists.Of(compilation);
    }

    public static BlockingCalls Of(Compilation compilation) => Cache.GetValue(compilation, c => new BlockingCalls(c));

    /// <summary>Whether a patch method, the list of what blocks, or the twin rule may know anything of this name.</summary>
    public bool MayBeNamed(string name) => TwinRule.MayBeNamed(name) || patches.MayContain(name) || lists.MayBlock(name);

    /// <summary>The patch method for a member, with the type arguments that the member, or the one that it overrides, has for it.</summary>
    public IMethodSymbol? PatchOf(ISymbol member) => patches.Find(member);

    /// <summary>The blocking call that an operation is; null where it is none.</summary>
    public BlockingCall? Find(IOperation operation)
    {
        if (operation.IsImplicit) return null; // 'new(1) { x }' adds to what nobody else has
        if (operation is IForEachLoopOperation loop) return BlockingSequence.Find(loop) is { } sequence && !lists.NotBlocking.Cover(sequence.Member, sequence.Operation) ? sequence : null;
        var (member, receiver) = operation switch
        {
            IInvocationOperation call => ((ISymbol)call.TargetMethod, call.Receiver()),
            IPropertyReferenceOperation { Property.GetMethod: not null } property when !IsWritten(property) => (property.Property, property.Instance),
            IObjectCreationOperation { Constructor: { } constructor } => (constructor, null),
            _ => (null!, null),
        };
        if (member is null || harmless.ContainsKey(member.OriginalDefinition)) return null;
        if (lists.NotBlocking.Cover(member, receiver)) return null;
        if (lists.Unpatchable.Cover(member, receiver)) return new(operation, member, CooperativeForm.None);
        if (patches.Find(member) is { } patch) return new(operation, member, CooperativeForm.Patch, patch, IsAcquired: OwnedCall.IsAcquired(patch));
        // what is named has no twin, or one that blocks as well
        if (lists.OffloadArea(member, receiver) is { } area) return new(operation, member, CooperativeForm.Offload, Area: area, IsSerial: lists.IsSerial(member, receiver));
        if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ReducedExtension } method && twins.Find(method, operation) is { } twin)
            return new(operation, member, CooperativeForm.Twin, twin, IsAcquired: OwnedCall.IsAcquired(twin) || patches.FindHidden(method) is { } hidden && OwnedCall.IsAcquired(hidden));
        if (member is IPropertySymbol read && twins.Find(read, operation) is { } asynchronous) return new(operation, member, CooperativeForm.Twin, asynchronous);
        // what depends on where the call stands, or on what it is made on, is asked again
        if (receiver is null && !twins.MayHaveTwin(member)) harmless.TryAdd(member.OriginalDefinition, true);
        return null;
    }

    /// <summary>Of a call that <see cref="Find"/> does not know: what is named like its twin and does not serve, with the reason.</summary>
    public (IMethodSymbol Twin, string Reason)? NearMiss(IOperation operation) =>
        operation is IInvocationOperation { IsImplicit: false } call && !lists.NotBlocking.Cover(call.TargetMethod, call.Receiver()) ? twins.NearMiss(call) : null;

    /// <summary>Written, or named only: no read that a wait could stand in for.</summary>
    private static bool IsWritten(IPropertyReferenceOperation property) => property.Parent is IAssignmentOperation assignment && assignment.Target == property
        || property.Parent is IIncrementOrDecrementOperation or INameOfOperation or IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref }
        || property.Instance is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.PatternInput or InstanceReferenceKind.ImplicitReceiver };
}

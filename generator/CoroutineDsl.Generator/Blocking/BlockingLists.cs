using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// What assemblies say of members that are not their own: <c>[assembly: Blocking("id")]</c> and <c>[assembly: NotBlocking("id")]</c>, of the runtime, of other references that know it, and of the project itself.
/// </summary>
internal sealed class BlockingLists
{
    private readonly List<(int Area, DocumentationIds Ids)> blocking;
    private readonly DocumentationIds concurrent;

    private BlockingLists(Dictionary<int, List<string>> blocking, List<string> concurrent, List<string> unpatchable, List<string> notBlocking)
    {
        this.blocking = [.. blocking.OrderBy(area => area.Key).Select(area => (area.Key, new DocumentationIds(area.Value)))];
        this.concurrent = new(concurrent);
        Unpatchable = new(unpatchable);
        NotBlocking = new(notBlocking);
    }

    /// <summary>Blocks, and belongs to the thread that calls it: it cannot be moved.</summary>
    public DocumentationIds Unpatchable { get; }

    /// <summary>Looks as if it blocked.</summary>
    public DocumentationIds NotBlocking { get; }

    public static BlockingLists Of(Compilation compilation)
    {
        var blocking = new Dictionary<int, List<string>>();
        List<string> concurrent = [], unpatchable = [], notBlocking = [];
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols.Where(KnownNames.KnowsRuntime).Append(compilation.Assembly))
        {
            foreach (var attribute in assembly.GetAttributes())
            {
                if (!KnownNames.IsRuntimeType(attribute.AttributeClass) || attribute.ConstructorArguments is not [{ Value: string id }]) continue;
                if (attribute.AttributeClass!.Name == "NotBlockingAttribute") notBlocking.Add(id);
                else if (attribute.AttributeClass.Name == "BlockingAttribute" && attribute.NamedArguments.Any(a => a is { Key: "IsThreadBound", Value.Value: true })) unpatchable.Add(id);
                else if (attribute.AttributeClass.Name == "BlockingAttribute")
                {
                    InArea(blocking, PatchScope.AreaOf(attribute)).Add(id);
                    if (attribute.NamedArguments.Any(a => a is { Key: "IsConcurrent", Value.Value: true })) concurrent.Add(id);
                }
            }
        }
        return new(blocking, concurrent, unpatchable, notBlocking);
    }

    /// <summary>Whether a member of this name may be listed.</summary>
    public bool MayBlock(string name) => blocking.Any(area => area.Ids.MayCover(name));

    /// <summary>The area of what blocks and is made cooperative by moving it to the thread pool; null for everything else.</summary>
    public int? OffloadArea(ISymbol member, IOperation? receiver)
    {
        foreach (var (area, ids) in blocking)
            if (ids.Cover(member, receiver)) return area;
        return null;
    }

    /// <summary>Whether the calls of such a member on one object are moved to the pool one after the other.</summary>
    public bool IsSerial(ISymbol member, IOperation? receiver) =>
        member is { IsStatic: false, ContainingType.IsReferenceType: true } and not IMethodSymbol { MethodKind: not MethodKind.Ordinary } && !concurrent.Cover(member, receiver);

    private static List<string> InArea(Dictionary<int, List<string>> blocking, int area)
    {
        if (!blocking.TryGetValue(area, out var ids)) blocking.Add(area, ids = []);
        return ids;
    }
}

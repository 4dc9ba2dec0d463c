using CoroutineDsl.Generator.Parsing;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Patching;

/// <summary>
/// What assemblies say of members that are not their own: <c>[assembly: Blocking("id")]</c> and <c>[assembly: NotBlocking("id")]</c>, of the runtime, of other references that know it, and of the project itself.
/// </summary>
internal sealed class BlockingLists
{
    private BlockingLists(List<string> blocking, List<string> unpatchable, List<string> notBlocking)
    {
        Blocking = new(blocking);
        Unpatchable = new(unpatchable);
        NotBlocking = new(notBlocking);
    }

    /// <summary>Blocks; is made cooperative by moving it to the thread pool.</summary>
    public DocumentationIds Blocking { get; }

    /// <summary>Blocks, and belongs to the thread that calls it: it cannot be moved.</summary>
    public DocumentationIds Unpatchable { get; }

    /// <summary>Looks as if it blocked.</summary>
    public DocumentationIds NotBlocking { get; }

    public static BlockingLists Of(Compilation compilation)
    {
        List<string> blocking = [], unpatchable = [], notBlocking = [];
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols.Where(KnownNames.KnowsRuntime).Append(compilation.Assembly))
        {
            foreach (var attribute in assembly.GetAttributes())
            {
                if (!KnownNames.IsRuntimeType(attribute.AttributeClass) || attribute.ConstructorArguments is not [{ Value: string id }]) continue;
                if (attribute.AttributeClass!.Name == "NotBlockingAttribute") notBlocking.Add(id);
                else if (attribute.AttributeClass.Name == "BlockingAttribute") (attribute.NamedArguments.Any(a => a is { Key: "IsThreadBound", Value.Value: true }) ? unpatchable : blocking).Add(id);
            }
        }
        return new(blocking, unpatchable, notBlocking);
    }
}


namespace CoroutineDsl.Generator.Model;

/// <summary>
/// All that is known about one coroutine when its file is written: where its members go, and their text.
/// </summary>
/// <param name="HintName">The name of the generated file.</param>
/// <param name="Scope">The namespaces, using directives and partial types around the method.</param>
/// <param name="Members">The factory, the machine and the body: members of the innermost type.</param>
/// <param name="Fault">What went wrong in the generator, if anything did: the members are then the un-lowered ones.</param>
internal sealed record CoroutineModel(string HintName, EnclosingScope Scope, string Members, Fault? Fault);

/// <summary>An exception inside the generator. It becomes a diagnostic, never a crash.</summary>
internal sealed record Fault(string Message, LocationInfo Location);

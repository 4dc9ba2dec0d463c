namespace CoroutineDsl.Generator.Symbols;

/// <summary>The names of what is generated for a coroutine, unique in the containing type.</summary>
internal sealed record MachineNames(string Machine, string Factory, string Body);

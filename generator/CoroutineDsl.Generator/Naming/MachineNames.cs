namespace CoroutineDsl.Generator.Naming;

/// <summary>The names of what is generated for a coroutine, unique in the containing type.</summary>
/// <param name="Nest">The nested type that holds the machine.</param>
/// <param name="Machine">The machine's simple name.</param>
/// <param name="Factory">The method that makes one.</param>
/// <param name="Body">The method of the containing type that an instance coroutine's machine runs.</param>
internal sealed record MachineNames(string Nest, string Machine, string Factory, string Body);

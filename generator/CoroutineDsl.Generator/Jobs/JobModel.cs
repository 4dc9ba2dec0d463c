using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>What is generated for one job.</summary>
/// <param name="HintName">The name of its file.</param>
/// <param name="Scope">Where its members belong.</param>
/// <param name="Members">The factory, the call and the registration, as text.</param>
/// <param name="Registration">The call that registers it.</param>
internal sealed record JobModel(string HintName, EnclosingScope Scope, string Members, string Registration);

namespace CoroutineDsl.Generator.Model;

/// <summary>What the pipeline takes from one of the user's files.</summary>
internal sealed record FileModel(EquatableArray<CoroutineModel> Coroutines, EquatableArray<CallSite> Calls, EquatableArray<CallSite> PatchedCalls);

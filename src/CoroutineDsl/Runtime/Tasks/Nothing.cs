namespace CoroutineDsl.Runtime;

/// <summary>The value of a wait that has none.</summary>
internal readonly struct Nothing;

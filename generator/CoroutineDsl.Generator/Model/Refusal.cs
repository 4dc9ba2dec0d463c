namespace CoroutineDsl.Generator.Model;

/// <summary>A construct that cannot be lowered, and what to write instead.</summary>
internal sealed record Refusal(string Construct, string Advice, LocationInfo Location);

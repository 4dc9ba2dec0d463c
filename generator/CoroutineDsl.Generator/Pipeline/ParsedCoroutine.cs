using CoroutineDsl.Generator.Model;


namespace CoroutineDsl.Generator.Pipeline;

/// <summary>What was made of a method that is marked <c>[Coroutine]</c>.</summary>
/// <param name="Model">Null where there is nothing to generate; the analyzers say why.</param>
/// <param name="Refusals">What keeps it from being lowered; null where that was not tried.</param>
internal sealed record ParsedCoroutine(CoroutineModel? Model, EquatableArray<Refusal>? Refusals)
{
    /// <summary>Nothing to generate.</summary>
    public static ParsedCoroutine Nothing { get; } = new(null, null);

    /// <summary>Whether it speaks of offsets in the file, which an edit above the method changes.</summary>
    public bool NamesOffsets => Model?.Fault is not null || Refusals is { Count: > 0 };
}

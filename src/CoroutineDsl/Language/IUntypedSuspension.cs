namespace CoroutineDsl;

/// <summary>How a boxed <see cref="Suspension{T}"/> of unknown type gives its wait.</summary>
internal interface IUntypedSuspension
{
    Suspension Untyped { get; }
}

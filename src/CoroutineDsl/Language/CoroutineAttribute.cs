namespace CoroutineDsl;

/// <summary>
/// Marks an iterator method as a coroutine. The generator lowers it to a resumable state machine and sends its calls there;
/// without the generator the method runs as the iterator that it is, with the same meaning.
/// </summary>
/// <remarks>
/// The method returns <c>IEnumerator</c> or <c>IEnumerable</c> of <see cref="Yield"/> or <see cref="Yield{T}"/>, and its containing types are partial.
/// </remarks>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CoroutineAttribute : Attribute
{
    /// <summary>Whether blocking calls in this method are made cooperative at compile time, as gevent's <c>monkey.patch_all()</c> does at run time.</summary>
    public bool Patch { get; set; }
}

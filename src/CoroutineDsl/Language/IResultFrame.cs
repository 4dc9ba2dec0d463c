namespace CoroutineDsl;

/// <summary>A frame that takes a result whose static type is not its own.</summary>
internal interface IResultFrame
{
    /// <exception cref="InvalidOperationException">The value does not convert to the coroutine's type.</exception>
    void SetResult(object? value);
}

namespace CoroutineDsl.Runtime;

/// <content><see cref="OwnedToken.Of(Task, OwnedToken)"/> at the end of <c>x?.LoadAsync(..)</c>, which can only be gone on with.</content>
public static partial class LoweredCode
{
    /// <inheritdoc cref="OwnedToken.Of(Task, OwnedToken)"/>
    public static Suspension Owned(this Task task, OwnedToken own) => OwnedToken.Of(task, own);

    /// <inheritdoc cref="OwnedToken.Of(Task, OwnedToken)"/>
    public static Suspension<T> Owned<T>(this Task<T> task, OwnedToken own) => OwnedToken.Of(task, own);

    /// <inheritdoc cref="OwnedToken.Of(Task, OwnedToken)"/>
    public static Suspension Owned(this ValueTask task, OwnedToken own) => OwnedToken.Of(task, own);

    /// <inheritdoc cref="OwnedToken.Of(Task, OwnedToken)"/>
    public static Suspension<T> Owned<T>(this ValueTask<T> task, OwnedToken own) => OwnedToken.Of(task, own);

    /// <inheritdoc cref="OwnedToken.Acquired{T}(Task{T}, OwnedToken)"/>
    public static Suspension<T> Acquired<T>(this Task<T> task, OwnedToken own) => OwnedToken.Acquired(task, own);

    /// <inheritdoc cref="OwnedToken.Acquired{T}(Task{T}, OwnedToken)"/>
    public static Suspension<T> Acquired<T>(this ValueTask<T> task, OwnedToken own) => OwnedToken.Acquired(task, own);
}

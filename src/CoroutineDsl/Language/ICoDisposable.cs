namespace CoroutineDsl;

/// <summary>
/// What is disposed of by waiting. At the end of a <c>using</c> or a <c>foreach</c> a lowered coroutine waits for <see cref="CoDispose"/>; in code that is not lowered <see cref="IDisposable.Dispose"/> is called,
/// which waits for the same thing and passes the baton.
/// </summary>
public interface ICoDisposable : IDisposable
{
    /// <summary>Disposes of it, and waits until that is done. A kill does not disturb the wait.</summary>
    Suspension CoDispose();
}

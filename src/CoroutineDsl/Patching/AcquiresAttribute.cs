namespace CoroutineDsl;

/// <summary>
/// Marks a patch method whose result is acquired for the caller: a connection, a client, a permit. Where a kill or a timeout has cancelled the call and it has completed all the same, what came too late is given
/// back. The method may do so itself (<see cref="Coroutine.Cancellable{T}(Func{CancellationToken, Task{T}}, Action{T}?)"/>, <c>late</c>). Of a method that takes a <see cref="CancellationToken"/> at its end
/// and returns a task, the late result is disposed of: by <see cref="IAsyncDisposable"/> where it is one, else by <see cref="IDisposable"/>. Without the mark a late result is dropped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AcquiresAttribute : Attribute;

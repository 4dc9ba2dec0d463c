namespace CoroutineDsl.Hosting;

/// <summary>The host's hub: a thread of its own that runs greenlets from the host's start to its stop. For any thread.</summary>
public interface IGreenletHub
{
    /// <summary>The hub; for <see cref="Hub.Post(Action)"/> and <see cref="GreenletTree.Capture"/>.</summary>
    Hub Hub { get; }

    /// <summary>Spawns a coroutine on the hub: a task for its end, which fails as it fails and is cancelled where it is killed.</summary>
    /// <param name="coroutine">Called on the hub: <c>() =&gt; Work(x)</c>.</param>
    Task Spawn(Func<IEnumerator<Yield>> coroutine);

    /// <inheritdoc cref="Spawn(Func{IEnumerator{Yield}})"/>
    Task<T> Spawn<T>(Func<IEnumerator<Yield<T>>> coroutine);

    /// <summary>As <see cref="Spawn(Func{IEnumerator{Yield}})"/>, with a scope of services of its own, which is disposed of when the greenlet has ended.</summary>
    /// <param name="coroutine">Called on the hub with the scope's services.</param>
    Task SpawnScoped(Func<IServiceProvider, IEnumerator<Yield>> coroutine);
}

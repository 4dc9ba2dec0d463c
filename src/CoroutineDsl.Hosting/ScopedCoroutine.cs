using Microsoft.Extensions.DependencyInjection;

namespace CoroutineDsl.Hosting;

/// <summary>A coroutine with a scope of services of its own.</summary>
internal static partial class ScopedCoroutine
{
    [Coroutine]
    public static IEnumerator<Yield> Run(IServiceScopeFactory scopes, Func<IServiceProvider, IEnumerator<Yield>> coroutine)
    {
        var scope = scopes.CreateAsyncScope();
        try
        {
            coroutine(scope.ServiceProvider).Await();
        }
        finally
        {
            scope.DisposeAsync().Await();
        }

        yield break;
    }
}

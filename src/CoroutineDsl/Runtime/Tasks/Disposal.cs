namespace CoroutineDsl.Runtime;

/// <summary>Disposes of what was acquired and is not wanted any more.</summary>
internal static class Disposal
{
    public static async ValueTask<bool> Of<T>(T value)
    {
        if (value is IAsyncDisposable resource) await resource.DisposeAsync().ConfigureAwait(false);
        else (value as IDisposable)?.Dispose();
        return true;
    }
}

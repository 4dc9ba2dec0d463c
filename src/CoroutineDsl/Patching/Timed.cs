using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>The timeout of a blocking socket call, which the asynchronous ones do not know.</summary>
internal static class Timed
{
    /// <param name="millisecondsTimeout">Zero for none, as <see cref="Socket.ReceiveTimeout"/> has it.</param>
    /// <param name="call">The call.</param>
    /// <exception cref="SocketException">Timed out.</exception>
    public static ValueTask<T> Run<T>(int millisecondsTimeout, Func<CancellationToken, ValueTask<T>> call) =>
        millisecondsTimeout <= 0 ? call(CancellationToken.None) : WithTimeout(millisecondsTimeout, call);

    private static async ValueTask<T> WithTimeout<T>(int millisecondsTimeout, Func<CancellationToken, ValueTask<T>> call)
    {
        using var cancellation = new CancellationTokenSource(millisecondsTimeout);
        try
        {
            return await call(cancellation.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new SocketException((int)SocketError.TimedOut);
        }
    }
}

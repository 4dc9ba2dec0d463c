using System.Net;
using CoroutineDsl.Net;

namespace CoroutineDsl.Hosting;

/// <summary>A server that <c>AddGreenletServer</c> has registered.</summary>
internal sealed record GreenletServerDescription(EndPoint EndPoint, Func<IServiceProvider, CoSocket, IEnumerator<Yield>> Handler, StreamServerOptions? Options)
{
    /// <summary>Where it listens, once it does.</summary>
    public TaskCompletionSource<EndPoint> Listening { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}

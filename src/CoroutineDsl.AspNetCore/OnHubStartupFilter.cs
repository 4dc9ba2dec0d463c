using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace CoroutineDsl.AspNetCore;

/// <summary>
/// Brings requests to the hub that would run elsewhere: Kestrel starts those of HTTP/1.1 where their bytes arrived, and those of HTTP/2 on the thread pool, gRPC's among them. Each gets a greenlet of its own, so that it
/// may wait in plain code too.
/// </summary>
internal sealed partial class OnHubStartupFilter(IOptions<GreenletTransportOptions> options) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => !options.Value.RunApplicationOnHub ? next : builder =>
    {
        builder.Use(Bring);
        next(builder);
    };

    private static RequestDelegate Bring(RequestDelegate next) => context =>
    {
        if (context.Features.Get<IGreenletHubFeature>() is not { } feature) return next(context); // from another transport
        return Hub.IsRunningHere && ReferenceEquals(Hub.Current, feature.Hub) ? next(context) : Run(feature.Hub, next, context);
    };

    private static Task Run(Hub hub, RequestDelegate next, HttpContext context)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var flow = ExecutionContext.Capture();
        hub.Post(Begin, () => ended.TrySetException(HubCall.HubIsGone()));
        return ended.Task;

        void Begin()
        {
            if (flow is null) Spawn();
            else ExecutionContext.Run(flow, static spawn => ((Action)spawn!)(), (Action)Spawn);
        }

        // that of a hub which is disposed of ends by its task only
        void Spawn() => Greenlet.Spawn(ServeCoroutine(next, context, ended), "request").AsTask().ContinueWith(
            static (left, ended) => ((TaskCompletionSource)ended!).TrySetException(left.Exception!.InnerException!),
            ended,
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    [Coroutine]
    private static IEnumerator<Yield> Serve(RequestDelegate next, HttpContext context, TaskCompletionSource ended)
    {
        try
        {
            next(context).Await();
            ended.TrySetResult();
        }
        catch (Exception exception)
        {
            ended.TrySetException(exception);
        }
        finally
        {
            ended.TrySetCanceled(); // the hub ends
        }

        yield break;
    }
}

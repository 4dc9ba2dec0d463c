using System.Buffers;
using System.Net;
using CoroutineDsl.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.AspNetCore.Tests;

/// <summary>Where a hub is disposed of, nobody waits for ever for what was to be done there.</summary>
public class DisposedHubTests
{
    [Fact]
    public async Task To_bind_fails_and_to_unbind_ends()
    {
        var gone = await Gone();
        var listener = Listener(gone);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => listener.Bind(new IPEndPoint(IPAddress.Loopback, 0)).WaitAsync(RunningApp.Patience));
        await listener.DisposeAsync().AsTask().WaitAsync(RunningApp.Patience);

        GreenletListener? bound = null;
        await OnHub(hub =>
        {
            bound = Listener(hub);
            bound.Bind(new IPEndPoint(IPAddress.Loopback, 0)).Await();
        });
        await bound!.DisposeAsync().AsTask().WaitAsync(RunningApp.Patience);
        Assert.Null(await bound.AcceptAsync().AsTask().WaitAsync(RunningApp.Patience));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_request_fails(bool hasBegun)
    {
        var builder = new ApplicationBuilder(new ServiceCollection().BuildServiceProvider());
        var filter = new OnHubStartupFilter(Options.Create(new GreenletTransportOptions { RunApplicationOnHub = true }));
        var begun = new TaskCompletionSource();
        filter.Configure(app => app.Run(_ =>
        {
            begun.SetResult();
            return new TaskCompletionSource().Task;
        }))(builder);
        var application = builder.Build();
        Task? request = null;
        if (hasBegun)
        {
            await OnHub(hub =>
            {
                request = Task.Run(() => application(Context(hub)));
                begun.Task.Await();
            });
        }
        else
        {
            var gone = await Gone();
            request = application(Context(gone));
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => request!.WaitAsync(RunningApp.Patience));
    }

    [Fact]
    public async Task What_a_pipe_schedules_there_runs_on_the_pool()
    {
        var ran = new TaskCompletionSource<bool>();
        var gone = await Gone();
        new HubScheduler(gone).Schedule(_ => ran.SetResult(Thread.CurrentThread.IsThreadPoolThread), null);
        Assert.True(await ran.Task.WaitAsync(RunningApp.Patience));
    }

    private static DefaultHttpContext Context(Hub hub)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IGreenletHubFeature>(new Feature(hub));
        return context;
    }

    private static GreenletListener Listener(Hub hub) => new([(hub, MemoryPool<byte>.Shared)], new GreenletTransportOptions(), NullLogger.Instance);

    private static async Task<Hub> Gone()
    {
        Hub? gone = null;
        await OnHub(hub => gone = hub);
        return gone!;
    }

    private static Task OnHub(Action<Hub> action)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                using (var hub = new Hub(new HubOptions())) action(hub);
                ended.SetResult();
            }
            catch (Exception exception)
            {
                ended.SetException(exception);
            }
        }).Start();
        return ended.Task.WaitAsync(RunningApp.Patience);
    }

    private sealed record Feature(Hub Hub) : IGreenletHubFeature;
}

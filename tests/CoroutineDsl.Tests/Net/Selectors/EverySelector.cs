using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Selectors;

/// <summary>The selectors that this machine can run: each test of the suite runs on all of them.</summary>
public sealed class EverySelector : TheoryData<string>
{
    public EverySelector()
    {
        Add("poll");
        if (OperatingSystem.IsLinux())
        {
            Add("epoll");
            Add("kqueue on a fake");
        }

        if (KqueueSelector.IsSupported) Add("kqueue");
    }

    public static Selector Make(string name) => name switch
    {
        "poll" => new PollSelector(),
        "epoll" when OperatingSystem.IsLinux() => new EpollSelector(),
        "kqueue on a fake" => new KqueueSelector(new KqueueOnEpoll()),
        "kqueue" => new KqueueSelector(),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}

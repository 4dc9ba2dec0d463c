using System.Globalization;
using CoroutineDsl.Samples.Tests;
using Xunit;

namespace CoroutineDsl.Monitor.Tests;

/// <summary>A hundred thousand greenlets: the page holds the rows in sight, finds one among all, and the hub goes on.</summary>
public sealed partial class LargeTests
{
    private const int Many = 100_000;

    [Fact]
    public async Task A_hundred_thousand_greenlets_are_no_more_rows_than_fit()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var group = new HubGroup(1, new HubOptions { Name = "large", MaxBlockingTime = null });
        await group.Spawn(() => Fill());
        using var monitor = HubMonitor.Start(0, new HubMonitorOptions { Output = TextWriter.Null, HasSocket = false });
        using var browser = await Browser.Start(limit.Token);
        var page = await browser.Open(monitor.Url.ToString(), limit.Token);
        Task<string> Until(string script, Func<string, bool> holds) => TroubledHub.Until(() => page(script), holds);

        await Until("document.getElementById('live')?.textContent ?? ''", text => text == "live");
        await Until("[...document.querySelectorAll('#hub option')].map(o => o.textContent).join()", text => text.Split(',').Contains("large"));
        await page("(() => { const hub = document.getElementById('hub'); hub.value = [...hub.options].find(o => o.textContent === 'large').value; hub.onchange(); })()");
        await Until("document.getElementById('count').textContent", text => text == "100,000 greenlets");
        await page("(() => { const rows = document.getElementById('rows'); rows.scrollTop = rows.scrollHeight; })()");
        await Until("[...document.querySelectorAll('#space .row .name')].map(e => e.textContent).join()", text => text.EndsWith("g-99999", StringComparison.Ordinal));
        Assert.InRange(int.Parse(await page("document.querySelectorAll('#space .row').length + ''"), CultureInfo.InvariantCulture), 1, 500);
        await page("(() => { const filter = document.getElementById('filter'); filter.value = 'g-77777'; filter.oninput(); })()");
        await Until("[...document.querySelectorAll('#space .row .name')].map(e => e.textContent).join()", text => text == "g-77777");
        Assert.Equal(42, await group.Spawn(() => Answers())); // it answers while the page looks on
    }

    private static IEnumerator<Yield> Fill()
    {
        for (var i = 0; i < Many; i++) Greenlet.Spawn(Parks(), $"g-{i}");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Parks()
    {
        yield return Greenlet.Sleep(Timeout.InfiniteTimeSpan);
    }

    private static IEnumerator<Yield<int>> Answers()
    {
        yield return 42;
    }
}

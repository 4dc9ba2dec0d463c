using System.Net;
using System.Text.Json;
using CoroutineDsl.Samples.Tests;
using Xunit;

namespace CoroutineDsl.Monitor.Tests;

[CollectionDefinition(nameof(TroubledHub))]
public sealed class TroubledCollection : ICollectionFixture<TroubledHub>;

/// <summary>The page, in a headless Chromium and by hand.</summary>
[Collection(nameof(TroubledHub))]
public sealed class PageTests(TroubledHub troubled)
{
    [Fact]
    public async Task The_page_loads_updates_filters_finds_the_cycle_and_kills_with_the_token_only()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var browser = await Browser.Start(limit.Token);
        var page = await browser.Open(troubled.Monitor.Url.ToString(), limit.Token);
        Task<string> Until(string script, string wanted) => TroubledHub.Until(() => page(script), seen => seen == wanted);

        // it loads, and holds no more rows than it shows
        await Until("document.getElementById('live')?.textContent ?? ''", "live");
        await Until("[...document.querySelectorAll('#hub option')].some(o => o.textContent === 'troubled') + ''", "true");
        await page("(() => { const hub = document.getElementById('hub'); hub.value = [...hub.options].find(o => o.textContent === 'troubled').value; hub.onchange(); })()");
        await TroubledHub.Until(() => page("document.getElementById('count').textContent"), text => text.StartsWith("10,", StringComparison.Ordinal));
        Assert.InRange(int.Parse(await page("document.querySelectorAll('#space .row').length + ''"), System.Globalization.CultureInfo.InvariantCulture), 1, 400);

        // its numbers and tabs say what they mean
        Assert.Equal("0", await page("[...document.querySelectorAll('.tile, [role=tab]')].filter(e => e.title.length < 10).length + ''"));

        // it updates by itself
        var before = await page("document.getElementById('count').textContent");
        await TroubledHub.Until(() => page("document.getElementById('count').textContent"), text => text != before);

        // it scrolls to the end of ten thousand
        await page("(() => { const rows = document.getElementById('rows'); rows.scrollTop = rows.scrollHeight; })()");
        await TroubledHub.Until(() => page("[...document.querySelectorAll('#space .row .where')].map(e => e.textContent).join()"), text => text.Contains("WaitsForever", StringComparison.Ordinal));

        // it filters
        await page("(() => { const filter = document.getElementById('filter'); filter.value = 'auditor'; filter.oninput(); })()");
        await Until("[...document.querySelectorAll('#space .row .name')].map(e => e.textContent).join()", "auditor");
        Assert.Equal("waits for a bounded semaphore held by careless (ended)", await page("document.querySelector('#space .row .what').textContent"));

        // it shows one greenlet with its stack
        await page("document.querySelector('#space .row').click()");
        await TroubledHub.Until(() => page("document.querySelector('#detail .stack')?.textContent ?? ''"), text => text.Contains("Orphaned Troubles.cs:", StringComparison.Ordinal));

        // what it does not know, it says
        Assert.Contains("unknown: nobody listened when it was spawned", await page("document.querySelector('#detail').textContent"), StringComparison.Ordinal);
        Assert.Matches(@"since \d\d:\d\d:\d\d or earlier\)", await page("document.querySelector('#detail').textContent"));

        // Enter in the filter opens the first, and problems alone are those of which it says so above
        await page("(() => { const filter = document.getElementById('filter'); filter.value = 'billing'; filter.oninput(); filter.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })); })()");
        await TroubledHub.Until(() => page("document.querySelector('#detail h2').textContent"), text => text.StartsWith("billing", StringComparison.Ordinal));
        await page("(() => { const filter = document.getElementById('filter'); filter.value = ''; document.getElementById('show').value = 'problems'; document.getElementById('show').onchange(); })()");
        await TroubledHub.Until(() => page("[...document.querySelectorAll('#space .row .name')].map(e => e.textContent).join()"), text => ((string[])["billing", "warehouse", "dispatch", "auditor", "reporter", "legacynot lowered", "Greenlet-"]).All(name => text.Contains(name, StringComparison.Ordinal)));
        Assert.Contains("are in what looks wrong", await page("document.getElementById('count').textContent"), StringComparison.Ordinal);
        Assert.Equal("0", await page("[...document.querySelectorAll('a')].filter(a => !a.hasAttribute('href')).length + ''")); // all are reached by the keyboard
        await TroubledHub.Until(() => page("[...document.querySelectorAll('#space .row .name')].map(e => e.textContent).join()"), text => text.Contains("poller", StringComparison.Ordinal)); // who spawns what leaks is among them

        // where nothing is found it says why, and shows all again
        await page("(() => { const filter = document.getElementById('filter'); filter.value = 'nobody'; filter.oninput(); })()");
        await Until("document.querySelector('#none:not([hidden]) span')?.textContent.replace(/[\\d,]+/, 'N') ?? ''", "None of the N greenlets is in what looks wrong and has “nobody” in its name, wait, stack or owners.");
        await page("document.querySelector('#none button').click()");
        await TroubledHub.Until(() => page("document.getElementById('none').hidden + ' ' + document.getElementById('count').textContent"), text => text.StartsWith("true 1", StringComparison.Ordinal));
        Assert.Equal("all ", await page("document.getElementById('show').value + ' ' + document.getElementById('filter').value"));

        // where most stand
        await page("document.querySelector('[data-tab=places]').click()");
        await TroubledHub.Until(() => page("document.querySelector('#places table')?.textContent ?? ''"), text => text.Contains("waits for an item of a queueat Talk, Troubles.cs:", StringComparison.Ordinal));

        // it finds the cycle
        await page("document.querySelector('[data-tab=graph]').click()");
        await TroubledHub.Until(() => page("document.querySelector('#graph .cycle')?.textContent ?? ''"), text => text.Contains("A cycle of 3", StringComparison.Ordinal) && text.Contains("warehouse", StringComparison.Ordinal));
        Assert.Equal("3", await page("document.querySelectorAll('#graph .node.bad').length + ''"));

        // it finds the hottest place and the leak
        await page("document.querySelector('[data-tab=hot]').click()");
        await TroubledHub.Until(() => page("document.querySelector('#hot table')?.textContent ?? ''"), text => text.Contains("after Computes, Troubles.cs", StringComparison.Ordinal));
        Assert.Matches(@"samples found a greenlet running since \d\d:\d\d:\d\d, one each 5 ms while anybody looks", await page("document.querySelector('#hot .hint').textContent")); // another may have opened it before
        await page("document.querySelector('[data-tab=leaks]').click()");
        await TroubledHub.Until(() => page("document.querySelector('#leaks')?.textContent ?? ''"), text => text.Contains("WaitsForever", StringComparison.Ordinal) && text.Contains("careless", StringComparison.Ordinal) && text.Contains("poller #", StringComparison.Ordinal) && text.Contains(" Leaks, Troubles.cs:", StringComparison.Ordinal));
        await page("document.querySelector('[data-tab=plots]').click()");
        await TroubledHub.Until(() => page("document.querySelectorAll('#plots polyline').length + ''"), count => int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) >= 8);

        // it refuses without the token, and kills with it
        var victim = troubled.Tree().Greenlets.Single(greenlet => greenlet.Name == "talk-17").Id;
        var hub = await page("document.getElementById('hub').value");
        Task<string> Kill(string token) => page($"fetch('/api/kill?id={victim}&hub={hub}', {{ method: 'POST', headers: {{ 'X-Token': '{token}' }} }}).then(a => a.status + '')");
        Assert.Equal("403", await Kill("wrong"));
        Assert.NotNull(troubled.Tree().Find(victim));
        Assert.Equal("200", await Kill(troubled.Monitor.Token));
        await TroubledHub.Until(() => Task.FromResult(troubled.Tree().Find(victim)), found => found is null);
    }

    [Fact]
    public async Task Only_loopback_by_its_own_name_is_answered()
    {
        using var client = new HttpClient();
        using var foreign = new HttpRequestMessage(HttpMethod.Get, new Uri(troubled.Monitor.Url, "/api/greenlets")) { Headers = { Host = "evil.example" } };
        using var answer = await client.SendAsync(foreign);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var nothing = await client.GetAsync(new Uri(troubled.Monitor.Url, "/nothing"));
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
        using var act = await client.PostAsync(new Uri(troubled.Monitor.Url, "/api/dump"), null);
        Assert.Equal(HttpStatusCode.Forbidden, act.StatusCode);
        Assert.Contains(troubled.Monitor.Token, troubled.Output.ToString(), StringComparison.Ordinal);
        Assert.Contains(troubled.Monitor.Url.ToString(), troubled.Output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_answers_while_a_hub_is_stuck()
    {
        using var group = new HubGroup(1, new HubOptions { Name = "stuck", MaxBlockingTime = null });
        using var looked = new ManualResetEventSlim();
        using var running = new ManualResetEventSlim();
        group[0].Post(() => Greenlet.Spawn(StuckUntil(running, looked), "hog"));
        running.Wait(TimeSpan.FromMinutes(1));
        try
        {
            using var client = new HttpClient();
            var number = HubInsight.Of(group[0]).Number;
            using var json = JsonDocument.Parse(await client.GetStringAsync(new Uri(troubled.Monitor.Url, $"/api/greenlets?hub={number}")));
            Assert.True(json.RootElement.GetProperty("racing").GetBoolean());
            Assert.Equal(("hog", "running"), (json.RootElement.GetProperty("items")[0].GetProperty("name").GetString(), json.RootElement.GetProperty("items")[0].GetProperty("status").GetString()));
        }
        finally
        {
            looked.Set();
        }
    }

    [Fact]
    public async Task While_nobody_looks_the_hub_is_not_listened_to()
    {
        using (var client = new HttpClient())
        {
            using var stream = await client.GetStreamAsync(new Uri(troubled.Monitor.Url, "/events"));
            await stream.ReadAtLeastAsync(new byte[1], 1);
            await TroubledHub.Until(() => Task.FromResult(troubled.Hub.Hooks.AreStepsRaised), isOn => isOn);
        }

        await TroubledHub.Until(() => Task.FromResult(troubled.Hub.Hooks.AreStepsRaised), isOn => !isOn);
    }

    private static IEnumerator<Yield> StuckUntil(ManualResetEventSlim running, ManualResetEventSlim looked)
    {
        running.Set();
        looked.Wait(TimeSpan.FromMinutes(5));
        yield break;
    }
}

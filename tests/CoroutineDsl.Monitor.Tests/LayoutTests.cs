using System.Text.Json.Nodes;
using CoroutineDsl.Samples.Tests;
using Xunit;

namespace CoroutineDsl.Monitor.Tests;

/// <summary>
/// The page on a desk and on a telephone, light and dark: nothing is wider than the window, and no word is cut without a sign. With the variable MONITOR_PICTURES the pictures of all tabs are written into that directory
/// (eng/pictures.sh).
/// </summary>
[Collection(nameof(TroubledHub))]
public sealed class LayoutTests(TroubledHub troubled)
{
    private static readonly string[] s_tabs = ["list", "top", "none", "problems", "places", "graph", "plots", "hot", "leaks", "detail", "keys"];

    /// <summary>What sticks out of the window, and what is cut without an ellipsis; of what can be scrolled, nothing.</summary>
    private const string Faults = """
        (() => {
          const faults = [], scrolls = e => { for (let p = e; p; p = p.parentElement) if (/auto|scroll/.test(getComputedStyle(p).overflowX) && p !== document.body && p !== document.documentElement) return true; return false; };
          if (document.documentElement.scrollWidth > innerWidth) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
          for (const e of document.body.querySelectorAll('*')) {
            const box = e.getBoundingClientRect(), style = getComputedStyle(e);
            if (!box.width || !box.height || style.visibility === 'hidden' || e.closest('svg')) continue;
            const who = `${e.tagName}.${e.className}#${e.id} "${e.textContent.slice(0, 30)}"`;
            if ((box.right > innerWidth + 1 || box.left < -1) && !scrolls(e)) faults.push(`${who} sticks out: ${Math.round(box.left)}..${Math.round(box.right)}`);
            if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis' && e.childElementCount === 0) faults.push(`${who} is cut`);
            if (e.matches('button, a, select, input') && e.scrollWidth > e.clientWidth + 2 && e.clientWidth > 0 && !e.matches('select, input')) faults.push(`${who} does not hold its words`);
          }
          for (const e of document.querySelectorAll('.graphbox')) if (e.scrollWidth > e.clientWidth + 1) faults.push(`the graph is ${e.scrollWidth} wide, of ${e.clientWidth}`);
          // all of a row is read, beside the panel too
          for (const e of document.querySelectorAll('#space .row > span')) if (e.clientWidth && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 2)) faults.push(`"${e.textContent}" is cut`);
          return faults.join('\n');
        })()
        """;

    [Theory]
    [InlineData(1280, 800, "light")]
    [InlineData(1280, 800, "dark")]
    [InlineData(390, 844, "light")]
    [InlineData(390, 844, "dark")]
    public async Task Nothing_is_cut_and_nothing_sticks_out(int width, int height, string theme)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        using var browser = await Browser.Start(limit.Token);
        var call = await browser.Attach($"{troubled.Monitor.Url}?theme={theme}", limit.Token);
        async Task<string> Run(string script) => (await call("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true }))["result"]?["value"]?.ToString() ?? "";
        Task<string> Until(string script) => TroubledHub.Until(() => Run($"({script}) + ''"), seen => seen == "true");

        await call("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });
        await Until("[...document.querySelectorAll('#hub option')].some(o => o.textContent === 'troubled')");
        await Run("(() => { const hub = document.getElementById('hub'); hub.value = [...hub.options].find(o => o.textContent === 'troubled').value; hub.onchange(); })()");
        foreach (var tab in s_tabs)
        {
            await Run(tab switch
            {
                "detail" => "(() => { document.querySelector('[data-tab=list]').click(); const filter = document.getElementById('filter'); filter.value = 'auditor'; filter.oninput(); setTimeout(() => document.querySelector('#space .row').click(), 1500); })()",
                "top" => "scrollTo(0, 0)",
                "none" => "(() => { const filter = document.getElementById('filter'); filter.value = 'nobody'; filter.oninput(); })()",
                "problems" => "(() => { const filter = document.getElementById('filter'); filter.value = '!'; filter.oninput(); })()",
                "keys" => "document.getElementById('help').click()",
                _ => $"document.querySelector('[data-tab={tab}]').click()",
            });
            await Until(tab switch
            {
                "list" => "document.querySelectorAll('#space .row').length > 5 && ['has kept the hub busy', 'A cycle', 'which has ended', 'parked at WaitsForever', 'Not lowered'].every(trouble => document.getElementById('troubles').textContent.includes(trouble))",
                "top" => "scrollY === 0",
                "none" => "!document.getElementById('none').hidden",
                "problems" => "['auditor', 'poller', 'billing'].every(name => [...document.querySelectorAll('#space .row .name')].some(e => e.textContent === name))",
                "places" => "document.querySelectorAll('#places table tr').length > 3",
                "graph" => "document.querySelectorAll('#graph .node.bad').length === 3",
                "plots" => "document.querySelectorAll('#plots polyline').length >= 8 && [...document.querySelectorAll('#plots polyline')].some(p => p.getAttribute('points').split(' ').length > 4)",
                "hot" => "document.querySelectorAll('#hot table tr').length > 1",
                "leaks" => "document.querySelectorAll('#leaks table tr').length > 1",
                "detail" => "document.querySelector('#detail .stack')?.textContent.includes('Orphaned') === true",
                _ => "document.getElementById('keys').open",
            });
            await Save(call, $"{tab}-{width}-{theme}");
            var faults = await Run(Faults);
            Assert.True(faults.Length == 0, $"{tab}: {faults}");
        }
    }

    private static async Task Save(Func<string, JsonObject, Task<JsonObject>> call, string name)
    {
        if (Environment.GetEnvironmentVariable("MONITOR_PICTURES") is not { Length: > 0 } folder) return;
        await call("Runtime.evaluate", new() { ["expression"] = "document.getElementById('program').textContent = 'TroubledServer', document.getElementById('pid').textContent = '(4242)'" });
        var picture = await call("Page.captureScreenshot", new() { ["format"] = "png" });
        await File.WriteAllBytesAsync(Path.Combine(folder, name + ".png"), Convert.FromBase64String((string)picture["data"]!));
    }
}

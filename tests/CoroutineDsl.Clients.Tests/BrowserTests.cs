using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>Chromium: fetch, streams, events and WebSockets from a page, plain and encrypted.</summary>
public sealed class BrowserTests : ClientTest
{
    private const string PageScript = """
        (async () => {
          const check = (what, expected) => { if (JSON.stringify(what) !== JSON.stringify(expected)) throw new Error(`${JSON.stringify(what)} instead of ${JSON.stringify(expected)}`); };
          const text = async (path, options) => { const answer = await fetch(path, options); return [answer.status, await answer.text()]; };
          check(await Promise.all([...Array(100).keys()].map(i => text(`/hello?${i}`))), [...Array(100).keys()].map(i => [200, `hello ${i}\n`]));
          check(await text('/pieces'), [200, '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n']);
          check(await text('/echo', { method: 'POST', body: 'ü'.repeat(100000) }), [200, 'ü'.repeat(100000)]);
          check(await text('/refused'), [403, 'no\n']);
          check((await fetch('/hello', { method: 'HEAD' })).headers.get('Content-Length'), '7');
          const part = await fetch('/file.bin', { headers: { Range: 'bytes=250-252' } });
          check([part.status, ...new Uint8Array(await part.arrayBuffer())], [206, 250, 0, 1]);
          check((await (await fetch('/file.bin')).arrayBuffer()).byteLength, 1000000);
          check((await (await fetch('/file.bin', { cache: 'no-cache' })).arrayBuffer()).byteLength, 1000000); // its cache asks whether it is modified
          const left = new AbortController();
          const large = await fetch('/large', { signal: left.signal });
          await large.body.getReader().read();
          left.abort();
          check(await new Promise((done, failed) => {
            const seen = [], source = new EventSource('/events');
            source.addEventListener('tick', e => { seen.push(e.data); if (seen.length === 3) { source.close(); done(seen); } });
          }), ['1', '2', '3']);
          check(await new Promise((done, failed) => {
            const seen = [], socket = new WebSocket(location.origin.replace('http', 'ws') + '/ws', ['other', 'echo']);
            socket.binaryType = 'arraybuffer';
            socket.onopen = () => { seen.push(socket.protocol, socket.extensions); socket.send('grüß dich'); socket.send(new Uint8Array(1000000)); socket.send(''); setTimeout(() => socket.send('close'), 200); };
            socket.onmessage = e => seen.push(typeof e.data === 'string' ? e.data : e.data.byteLength);
            socket.onclose = e => { seen.push(e.code, e.reason, e.wasClean); done(seen); };
          }), ['echo', '', 'grüß dich', 1000000, '', 1008, 'as you wish', true]);
          return 'ok';
        })()
        """;

    [ClientFact("apt-get install chromium", "chromium", "--version")]
    public async Task ChromiumGetsAllThatAPageAsksFor()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var browser = await Samples.Tests.Browser.Start(limit.Token);
        foreach (var url in (string[])[Server.Url, Server.EncryptedUrl])
        {
            var call = await browser.Attach("about:blank", limit.Token);
            await call("Security.setIgnoreCertificateErrors", new() { ["ignore"] = true });
            await call("Page.navigate", new() { ["url"] = $"{url}/page" });
            while (await Evaluate("document.readyState + document.title") != "completepage") await Task.Delay(20, limit.Token);
            Assert.Equal("ok", await Evaluate(PageScript));

            async Task<string> Evaluate(string script)
            {
                var result = await call("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true });
                return result["exceptionDetails"] is null ? result["result"]!["value"]?.ToString() ?? "" : throw new InvalidOperationException(result.ToJsonString());
            }
        }
    }
}

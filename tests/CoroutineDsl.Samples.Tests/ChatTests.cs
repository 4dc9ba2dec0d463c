using Xunit;

namespace CoroutineDsl.Samples.Tests;

public class ChatTests
{
    [Fact]
    public async Task TwoBrowserPagesChatWithOneAnother()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        using var server = RunningServer.Launch("Chat", "0");
        using var browser = await Browser.Start(limit.Token);
        var ann = await browser.Open($"http://127.0.0.1:{server.Port}/", limit.Token);
        await Join(ann, "ann", limit.Token);
        var bob = await browser.Open($"http://127.0.0.1:{server.Port}/", limit.Token);
        await Join(bob, "bob", limit.Token);
        await WaitFor(ann, "bob: is here", limit.Token);

        await Say(ann, "hello <b>bob</b>");
        await WaitFor(ann, "ann: hello <b>bob</b>", limit.Token);
        await WaitFor(bob, "ann: hello <b>bob</b>", limit.Token);
        await Say(bob, "grüß dich");
        await WaitFor(ann, "bob: grüß dich", limit.Token);
        await WaitFor(bob, "bob: grüß dich", limit.Token);
        Assert.Equal("ann: is here|bob: is here|ann: hello <b>bob</b>|bob: grüß dich", await Lines(ann));
        Assert.Equal("bob: is here|ann: hello <b>bob</b>|bob: grüß dich", await Lines(bob));

        await ann("socket.close()");
        await WaitFor(bob, "ann: is gone", limit.Token);
        server.Interrupt();
        await WaitFor(bob, "server: closed", limit.Token);
    }

    private static async Task Join(Func<string, Task<string>> page, string name, CancellationToken limit)
    {
        while (await page("document.readyState === 'complete' && location.pathname === '/' && !!document.querySelector('form')?.onsubmit") != "true") await Task.Delay(20, limit);
        await page($"element('name').value = '{name}'; document.querySelector('form').requestSubmit()");
        await WaitFor(page, $"{name}: is here", limit);
    }

    private static Task<string> Say(Func<string, Task<string>> page, string text) => page($"element('text').value = '{text}'; document.querySelector('form').requestSubmit()");

    private static Task<string> Lines(Func<string, Task<string>> page) => page("[...document.querySelectorAll('#lines li')].map(line => line.firstChild.textContent + ': ' + line.lastChild.textContent).join('|')");

    private static async Task WaitFor(Func<string, Task<string>> page, string line, CancellationToken limit)
    {
        while (!(await Lines(page)).Split('|').Contains(line)) await Task.Delay(20, limit);
    }
}

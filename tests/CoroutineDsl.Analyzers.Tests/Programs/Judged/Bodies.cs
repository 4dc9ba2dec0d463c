// says: posted 200 6 stream
namespace Bodies;

// what an HTTP client does with requests and content: all of it over a handler that answers when the heart has beaten
public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        using var client = new HttpClient(new Handler()) { BaseAddress = new Uri("http://nowhere/") };
        using var response = [|client.Send(new HttpRequestMessage(HttpMethod.Post, "x") { Content = new StringContent("posted") })|];
        Say([|response.Content.ReadAsStringAsync().Result|]);
        Say((int)response.StatusCode);
        var copy = new MemoryStream();
        {|CORO014:response.Content.CopyToAsync(copy)|}.Await();
        Say(copy.Length);
        using var stream = [|client.GetStreamAsync("y").Result|];
        using var reader = new StreamReader(stream);
        Say([|reader.ReadToEnd()|]);
        yield break;
    }

    sealed class Handler : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellation) => SendAsync(request, cancellation).GetAwaiter().GetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
        {
            var text = request.Content is null ? "stream" : await request.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            await Beaten().ConfigureAwait(false);
            return new(HttpStatusCode.OK) { Content = new StringContent(text), RequestMessage = request };
        }
    }
}

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="HttpClient"/>.</summary>
public static class HttpPatches
{
    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage)"/>
    /// <remarks>A wait that is given up cancels the request. A response that came all the same is disposed of, so that its connection goes back to the pool.</remarks>
    [Acquires, Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Suspension<HttpResponseMessage> CoSend(this HttpClient client, HttpRequestMessage request) =>
        Sent(client, request, HttpCompletionOption.ResponseContentRead, default);

    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage, HttpCompletionOption)"/>
    /// <inheritdoc cref="CoSend(HttpClient, HttpRequestMessage)" path="/remarks"/>
    [Acquires, Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Suspension<HttpResponseMessage> CoSend(this HttpClient client, HttpRequestMessage request, HttpCompletionOption completionOption) =>
        Sent(client, request, completionOption, default);

    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage, CancellationToken)"/>
    /// <inheritdoc cref="CoSend(HttpClient, HttpRequestMessage)" path="/remarks"/>
    [Acquires, Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Suspension<HttpResponseMessage> CoSend(this HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken) =>
        Sent(client, request, HttpCompletionOption.ResponseContentRead, cancellationToken);

    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage, HttpCompletionOption, CancellationToken)"/>
    /// <inheritdoc cref="CoSend(HttpClient, HttpRequestMessage)" path="/remarks"/>
    [Acquires, Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Suspension<HttpResponseMessage> CoSend(
        this HttpClient client, HttpRequestMessage request, HttpCompletionOption completionOption, CancellationToken cancellationToken) =>
        Sent(client, request, completionOption, cancellationToken);

    /// <inheritdoc cref="HttpContent.ReadAsStream()"/>
    /// <remarks>A wait that is given up stops the reading. The stream is the content's.</remarks>
    [Patches(typeof(HttpContent), nameof(HttpContent.ReadAsStream), Area = Patch.Http)]
    public static Suspension<Stream> CoReadAsStream(this HttpContent content) => content.CoReadAsStream(CancellationToken.None);

    /// <inheritdoc cref="HttpContent.ReadAsStream(CancellationToken)"/>
    /// <inheritdoc cref="CoReadAsStream(HttpContent)" path="/remarks"/>
    [Patches(typeof(HttpContent), nameof(HttpContent.ReadAsStream), Area = Patch.Http)]
    public static Suspension<Stream> CoReadAsStream(this HttpContent content, CancellationToken cancellationToken) => Call.Of(
        (content, cancellationToken),
        static (s, own) => Linked.Run(s.cancellationToken, own, token => new ValueTask<Stream>(s.content.ReadAsStreamAsync(token))),
        what: "HttpContent.ReadAsStream");

    private static Suspension<HttpResponseMessage> Sent(HttpClient client, HttpRequestMessage request, HttpCompletionOption completion, CancellationToken given) => Call.Of(
        (client, request, completion, given),
        static (s, own) => Linked.Run(s.given, own, token => new ValueTask<HttpResponseMessage>(s.client.SendAsync(s.request, s.completion, token))),
        Call.Dispose,
        what: "HttpClient.Send");
}

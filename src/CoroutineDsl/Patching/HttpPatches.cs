namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="HttpClient"/>.</summary>
public static class HttpPatches
{
    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage)"/>
    [Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Task<HttpResponseMessage> CoSend(this HttpClient client, HttpRequestMessage request) => client.SendAsync(request);

    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage, HttpCompletionOption)"/>
    [Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Task<HttpResponseMessage> CoSend(this HttpClient client, HttpRequestMessage request, HttpCompletionOption completionOption) => client.SendAsync(request, completionOption);

    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage, CancellationToken)"/>
    [Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Task<HttpResponseMessage> CoSend(this HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken) => client.SendAsync(request, cancellationToken);

    /// <inheritdoc cref="HttpClient.Send(HttpRequestMessage, HttpCompletionOption, CancellationToken)"/>
    [Patches(typeof(HttpClient), nameof(HttpClient.Send), Area = Patch.Http)]
    public static Task<HttpResponseMessage> CoSend(this HttpClient client, HttpRequestMessage request, HttpCompletionOption completionOption, CancellationToken cancellationToken) => client.SendAsync(request, completionOption, cancellationToken);

    /// <inheritdoc cref="HttpContent.ReadAsStream()"/>
    [Patches(typeof(HttpContent), nameof(HttpContent.ReadAsStream), Area = Patch.Http)]
    public static Task<Stream> CoReadAsStream(this HttpContent content) => content.ReadAsStreamAsync();

    /// <inheritdoc cref="HttpContent.ReadAsStream(CancellationToken)"/>
    [Patches(typeof(HttpContent), nameof(HttpContent.ReadAsStream), Area = Patch.Http)]
    public static Task<Stream> CoReadAsStream(this HttpContent content, CancellationToken cancellationToken) => content.ReadAsStreamAsync(cancellationToken);
}

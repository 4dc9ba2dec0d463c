namespace CoroutineDsl.Net;

/// <summary>How <see cref="StaticFiles"/> serves.</summary>
public sealed record StaticFilesOptions
{
    /// <summary>The file that stands for a directory; null: directories are not served.</summary>
    public string? Index { get; init; } = "index.html";

    /// <summary>The field <c>Cache-Control</c>; null: none, and clients ask again as they see fit.</summary>
    public string? CacheControl { get; init; }

    /// <summary>The type of files whose ending is not known; null: they are not served.</summary>
    public string? DefaultContentType { get; init; } = "application/octet-stream";

    /// <summary>Whether names that begin with a dot are served.</summary>
    public bool ServesHidden { get; init; }

    /// <summary>Types by ending ("<c>.html</c>"), before those that are known.</summary>
    public IReadOnlyDictionary<string, string> ContentTypes { get; init; } = new Dictionary<string, string>();
}

namespace CoroutineDsl.Http;

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

    /// <summary>Whether symbolic links lead out of the directory. Off by default: what a link names is served only where it lies within.</summary>
    public bool FollowsLinksOut { get; init; }

    /// <summary>
    /// Whether a file that lies beside the one asked for, with the ending <c>.br</c>, <c>.zst</c> or <c>.gz</c>, is sent in its place to a client that takes this coding: compressed once, when it was built. Off by default.
    /// </summary>
    public bool ServesPrecompressed { get; init; }

    /// <summary>Whether answers have <c>X-Content-Type-Options: nosniff</c>, so that a browser believes the type and does not guess another. On by default.</summary>
    public bool ForbidsSniffing { get; init; } = true;

    /// <summary>Types by ending ("<c>.html</c>"), before those that are known.</summary>
    public IReadOnlyDictionary<string, string> ContentTypes { get; init; } = new Dictionary<string, string>();
}

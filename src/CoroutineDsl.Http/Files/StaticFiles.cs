using System.Globalization;
using System.Net.Http.Headers;

namespace CoroutineDsl.Http;

/// <summary>
/// Serves the files of a directory: <c>exchange =&gt; files.Serve(exchange)</c>. On Linux their bytes do not pass through the process (<see cref="HttpResponse.SendFile(string, long, long?)"/>). Knows conditional requests
/// (by tag and by date), parts of files, and HEAD; refuses whatever would lead out of the directory.
/// </summary>
public sealed partial class StaticFiles
{
    private readonly StaticFilesOptions _options;
    private readonly FileLookup _lookup;

    /// <summary>Serves a directory.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="options">How.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory.</exception>
    public StaticFiles(string root, StaticFilesOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(root);
        root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        if (!Directory.Exists(root)) throw new DirectoryNotFoundException($"There is no directory {root}.");
        _options = options ?? new();
        _lookup = new(root, _options);
    }

    /// <summary>Answers a request with the file that its path names.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="path">The path below the directory, where it is not <see cref="HttpRequest.Path"/>.</param>
    /// <exception cref="HttpStatusException">There is no such file (404), or it is asked for by another method than GET and HEAD (405).</exception>
    public Coroutine Serve(HttpExchange exchange, string? path = null)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        return ServeFileCoroutine(exchange, path ?? exchange.Request.Path);
    }

    private static EntityTagHeaderValue TagOf(FoundFile file) => new(string.Create(CultureInfo.InvariantCulture, $"\"{file.ModifiedUtc.Ticks:x}-{file.Length:x}\""));

    [Coroutine]
    private IEnumerator<Yield> ServeFile(HttpExchange exchange, string path)
    {
        var (request, response) = (exchange.Request, exchange.Response);
        if (request.Method is not ("GET" or "HEAD")) throw new HttpStatusException(405) { Headers = { ["Allow"] = "GET, HEAD" } };
        var accepted = _options.ServesPrecompressed ? request.Headers["Accept-Encoding"] : null;
        using var file = CoFile.Call(() => _lookup.Find(path, accepted)).Await();
        if (file is null || ContentTypes.Of(file.Name, _options) is not { } type) throw new HttpStatusException(404);
        if (file.IsDirectory && !path.EndsWith('/'))
        {
            Redirect(request, response);
            yield break;
        }

        var tag = TagOf(file);
        DateTimeOffset modified = new(file.ModifiedUtc.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero); // a date in HTTP has whole seconds
        response.Headers["ETag"] = tag.Tag;
        response.Headers["Last-Modified"] = modified.ToString("r", CultureInfo.InvariantCulture);
        response.Headers["Accept-Ranges"] = "bytes";
        response.Headers["Cache-Control"] = _options.CacheControl;
        if (_options.ServesPrecompressed) response.Headers["Vary"] = "Accept-Encoding";
        if (_options.ForbidsSniffing) response.Headers["X-Content-Type-Options"] = "nosniff";
        var conditions = new Preconditions(request);
        if (conditions.Check(tag, modified) is { } status)
        {
            response.Status = status;
            yield break;
        }

        response.ContentType = type;
        response.Headers["Content-Encoding"] = file.Coding;
        var part = Part(request, response, conditions, tag, modified, file.Length);
        if (part is { Count: 0 }) response.ContentLength = 0;
        else if (part is { } range) response.SendFile(file.Handle, range.Offset, range.Count).Await();
    }

    /// <summary>Which part of the file to send.</summary>
    private static (long Offset, long Count)? Part(HttpRequest request, HttpResponse response, Preconditions conditions, EntityTagHeaderValue tag, DateTimeOffset modified, long length)
    {
        (long Offset, long Count)? part = null;
        if (request.Method == "GET" && !conditions.TryGetRange(tag, modified, length, out part))
        {
            throw new HttpStatusException(416) { Headers = { ["Content-Range"] = string.Create(CultureInfo.InvariantCulture, $"bytes */{length}") } };
        }

        if (part is not { } range) return (0, length);
        response.Status = 206;
        response.Headers["Content-Range"] = new ContentRangeHeaderValue(range.Offset, range.Offset + range.Count - 1, length).ToString();
        return part;
    }

    /// <summary>A directory without a slash at its end: what its page refers to would be looked for one level too high.</summary>
    private static void Redirect(HttpRequest request, HttpResponse response)
    {
        var query = request.Query;
        response.Status = 301;
        response.Headers["Location"] = $"/{Uri.EscapeDataString(request.Path.TrimStart('/')).Replace("%2F", "/", StringComparison.Ordinal)}/{(query.Length > 0 ? "?" + query : "")}";
    }
}

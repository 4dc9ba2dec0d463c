using System.Net.Http.Headers;

namespace CoroutineDsl.Net;

/// <summary>What a request makes its answer depend on (RFC 9110, sections 13 and 14). The framework's own client knows how to read the fields.</summary>
internal readonly struct Preconditions
{
    private static readonly string[] Names = ["If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range", "Range"];

    private readonly HttpRequestHeaders? _fields;

    public Preconditions(HttpRequest request)
    {
        foreach (var name in Names)
        {
            if (request.Headers[name] is not { } value) continue;
            _fields ??= new HttpRequestMessage().Headers;
            _fields.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>The status instead of the file, if there is one: 304 or 412.</summary>
    public int? Check(EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        if (_fields is null) return null;
        if (_fields.IfMatch.Count > 0)
        {
            if (!_fields.IfMatch.Any(other => IsAny(other) || (!other.IsWeak && other.Tag == tag.Tag))) return 412;
        }
        else if (_fields.IfUnmodifiedSince < modified)
        {
            return 412;
        }

        if (_fields.IfNoneMatch.Count > 0) return _fields.IfNoneMatch.Any(other => IsAny(other) || other.Tag == tag.Tag) ? 304 : null;
        return _fields.IfModifiedSince >= modified ? 304 : null;
    }

    /// <summary>The part that is asked for, if it is one, and the file is still the one of which the client has another part.</summary>
    /// <returns>False where no part can be sent, although one is asked for: 416.</returns>
    public bool TryGetRange(EntityTagHeaderValue tag, DateTimeOffset modified, long length, out (long Offset, long Count)? part)
    {
        part = null;
        if (_fields?.Range is not { Unit: "bytes", Ranges.Count: 1 } range || !IsCurrent(tag, modified)) return true;
        var (from, to) = (range.Ranges.First().From, range.Ranges.First().To);
        var offset = from ?? Math.Max(0, length - to!.Value);
        var end = from is null || to is null || to >= length ? length : to.Value + 1;
        if (offset >= end) return false;
        part = (offset, end - offset);
        return true;
    }

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Tag == "*";

    private bool IsCurrent(EntityTagHeaderValue tag, DateTimeOffset modified) =>
        _fields!.IfRange is not { } condition || (condition.EntityTag is { } other ? !other.IsWeak && other.Tag == tag.Tag : condition.Date == modified);
}

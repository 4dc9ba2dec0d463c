using System.Globalization;
using System.Net.Http.Headers;

namespace CoroutineDsl.Http;

/// <summary>
/// What a request makes its answer depend on (RFC 9110, sections 13 and 14). A condition that cannot be read is not one that is absent: where it guards (<c>If-Match</c>, <c>If-Range</c>) it does not hold, and
/// where it only saves a transfer (<c>If-None-Match</c>) it saves none. A date that is none is ignored, as the RFC asks; so is <c>Range</c>.
/// </summary>
internal readonly struct Preconditions(HttpRequest request)
{
    /// <summary>The status instead of the file, if there is one: 304 or 412.</summary>
    public int? Check(EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        if (request.Headers["If-Match"] is { } match)
        {
            if (!Tags(match).Any(other => IsAny(other) || (!other.IsWeak && other.Tag == tag.Tag))) return 412;
        }
        else if (Date("If-Unmodified-Since") < modified)
        {
            return 412;
        }

        if (request.Headers["If-None-Match"] is { } noneMatch) return Tags(noneMatch).Any(other => IsAny(other) || other.Tag == tag.Tag) ? 304 : null;
        return Date("If-Modified-Since") >= modified ? 304 : null;
    }

    /// <summary>The part that is asked for, if it is one, and the file is still the one of which the client has another part.</summary>
    /// <returns>False where no part can be sent, although one is asked for: 416.</returns>
    public bool TryGetRange(EntityTagHeaderValue tag, DateTimeOffset modified, long length, out (long Offset, long Count)? part)
    {
        part = null;
        if (request.Headers["Range"] is not { } text || !RangeHeaderValue.TryParse(text, out var range)) return true;
        if (range is not { Unit: "bytes", Ranges.Count: 1 } || !IsCurrent(tag, modified)) return true;
        var (from, to) = (range.Ranges.First().From, range.Ranges.First().To);
        var offset = from ?? Math.Max(0, length - to!.Value);
        var end = from is null || to is null || to >= length ? length : to.Value + 1;
        if (offset >= end) return false;
        part = (offset, end - offset);
        return true;
    }

    private static bool IsAny(EntityTagHeaderValue tag) => tag.Tag == "*";

    /// <summary>None where the list has anything that is no tag.</summary>
    private static IEnumerable<EntityTagHeaderValue> Tags(string text)
    {
        var headers = new HttpRequestMessage().Headers;
        return headers.IfMatch.TryParseAdd(text) ? headers.IfMatch : [];
    }

    /// <summary>Null where the field is not there, or there is no date in it; all comparisons with it are false then.</summary>
    private DateTimeOffset? Date(string name) => request.Headers[name] is { } text && TryParseDate(text, out var date) ? date : null;

    private bool IsCurrent(EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        if (request.Headers["If-Range"] is not { } text) return true;
        if (EntityTagHeaderValue.TryParse(text, out var other)) return !other.IsWeak && other.Tag == tag.Tag;
        return TryParseDate(text, out var date) && date == modified;
    }

    /// <summary>The three forms of RFC 9110, section 5.6.7.</summary>
    private static bool TryParseDate(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParseExact(text, s_forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out date);

    private static readonly string[] s_forms = ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];
}

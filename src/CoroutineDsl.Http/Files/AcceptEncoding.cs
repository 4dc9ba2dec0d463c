using System.Net.Http.Headers;

namespace CoroutineDsl.Http;

/// <summary>Whether a client takes a content coding (RFC 9110, section 12.5.3).</summary>
internal static class AcceptEncoding
{
    /// <param name="field">What the client says; null: nothing, and then it is asked for none.</param>
    /// <param name="coding">The coding.</param>
    public static bool Takes(string? field, string coding)
    {
        if (field is null) return false;
        bool? any = null;
        foreach (var part in field.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!StringWithQualityHeaderValue.TryParse(part, out var offer)) continue;
            var isTaken = offer.Quality is not 0;
            if (offer.Value.Equals(coding, StringComparison.OrdinalIgnoreCase)) return isTaken;
            if (offer.Value == "*") any = isTaken;
        }

        return any ?? false;
    }
}

namespace CoroutineDsl;

/// <summary>How many greenlets do the same at the same place.</summary>
/// <param name="Count">How many.</param>
/// <param name="Status">What they do.</param>
/// <param name="WaitsFor">What kind of thing they wait for; <c>null</c> where they do not wait.</param>
/// <param name="Place">The innermost frame.</param>
public sealed record PlaceCount(int Count, GreenletStatus Status, string? WaitsFor, FrameLocation Place)
{
    /// <summary>As in a dump: how many, what, and where.</summary>
    public override string ToString() => $"{Count} {TreeText.Doing(Status, WaitsFor)} {Place}";

    internal static IReadOnlyList<PlaceCount> Of(GreenletTree tree)
    {
        var counts = new Dictionary<(GreenletStatus, string?, FrameLocation), int>();
        foreach (var greenlet in tree.Greenlets) System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, KeyOf(greenlet), out _)++;

        return [.. counts.Select(entry => new PlaceCount(entry.Value, entry.Key.Item1, entry.Key.Item2, entry.Key.Item3)).OrderByDescending(place => place.Count).ThenBy(place => place.Place.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>The place of one greenlet, with the count zero: a key.</summary>
    internal static PlaceCount Of(GreenletInfo greenlet) => new(0, greenlet.Status, Kind(greenlet.WaitsFor), greenlet.Place);

    private static (GreenletStatus Status, string? WaitsFor, FrameLocation Place) KeyOf(GreenletInfo greenlet) => (greenlet.Status, Kind(greenlet.WaitsFor), greenlet.Place);

    /// <summary>Without the names in it: "Receive on socket ..", "the end of ..".</summary>
    private static string? Kind(string? waitsFor)
    {
        if (waitsFor is null) return null;
        if (waitsFor.IndexOf(" on socket", StringComparison.Ordinal) is > 0 and var socket) return $"{waitsFor[..socket]} on a socket";
        foreach (var kind in s_kinds)
        {
            if (waitsFor.StartsWith(kind, StringComparison.Ordinal)) return kind + "a greenlet";
        }

        return waitsFor;
    }

    private static readonly string[] s_kinds = ["the end of ", "the result of "];
}

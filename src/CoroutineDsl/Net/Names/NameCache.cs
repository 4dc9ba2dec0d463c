using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>The names a hub has looked up, and is looking up: who asks for one at the same time gets the same answer.</summary>
internal sealed class NameCache(Hub hub)
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.OrdinalIgnoreCase);

    private readonly record struct Entry(Task<IPAddress[]> Lookup, long Since);

    public Task<IPAddress[]> Find(string host)
    {
        if (_entries.TryGetValue(host, out var entry) && IsFresh(entry)) return entry.Lookup;
        entry = new(Look(host), hub.Time.GetTimestamp());
        _entries[host] = entry;
        if (_entries.Count > 1000) Trim();
        return entry.Lookup;
    }

    private async Task<IPAddress[]> Look(string host)
    {
        var lookup = hub.Options.NameLookup?.Invoke(host) ?? BlockingThreads.Names.Run(() => Dns.GetHostAddresses(host));
        var addresses = await lookup.ConfigureAwait(false);
        return addresses.Length > 0 ? addresses : throw new SocketException((int)SocketError.HostNotFound, $"'{host}' has no address.");
    }

    /// <summary>A failure is not remembered; a lookup that goes on is shared, however long it takes.</summary>
    private bool IsFresh(Entry entry) =>
        !entry.Lookup.IsCompleted || (entry.Lookup.IsCompletedSuccessfully && hub.Time.GetElapsedTime(entry.Since) < hub.Options.DnsCacheDuration);

    private void Trim()
    {
        foreach (var (host, entry) in _entries)
        {
            if (!IsFresh(entry)) _entries.Remove(host);
        }
    }
}

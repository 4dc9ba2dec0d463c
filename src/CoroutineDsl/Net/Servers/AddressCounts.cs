using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>How many connections each client address has.</summary>
internal sealed class AddressCounts(int limit)
{
    private const int NetworkSize = 8; // bytes of an IPv6 address that name its network

    private readonly Dictionary<IPAddress, int> _counts = [];

    /// <summary>What a client counts as; null for one without an address.</summary>
    public static IPAddress? KeyOf(EndPoint? client)
    {
        if (client is not IPEndPoint { Address: var address }) return null;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkSize).Clear();
        return new(bytes);
    }

    /// <returns>False: it has as many as it may.</returns>
    public bool TryAdd(IPAddress key)
    {
        var count = _counts.GetValueOrDefault(key);
        if (count >= limit) return false;
        _counts[key] = count + 1;
        return true;
    }

    public void Remove(IPAddress key)
    {
        if (--_counts[key] == 0) _counts.Remove(key);
    }
}

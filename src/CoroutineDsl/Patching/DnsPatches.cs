using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Dns"/>. A wait that is given up takes nothing.</summary>
public static class DnsPatches
{
    /// <inheritdoc cref="Dns.GetHostAddresses(string)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostAddresses), Area = Patch.Dns)]
    public static Suspension<IPAddress[]> GetHostAddresses(string hostNameOrAddress) =>
        Call.Of(hostNameOrAddress, static (name, token) => new ValueTask<IPAddress[]>(Dns.GetHostAddressesAsync(name, token)), what: "Dns.GetHostAddresses");

    /// <inheritdoc cref="Dns.GetHostAddresses(string, AddressFamily)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostAddresses), Area = Patch.Dns)]
    public static Suspension<IPAddress[]> GetHostAddresses(string hostNameOrAddress, AddressFamily family) => Call.Of(
        (hostNameOrAddress, family), static (s, token) => new ValueTask<IPAddress[]>(Dns.GetHostAddressesAsync(s.hostNameOrAddress, s.family, token)), what: "Dns.GetHostAddresses");

    /// <inheritdoc cref="Dns.GetHostEntry(string)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostEntry), Area = Patch.Dns)]
    public static Suspension<IPHostEntry> GetHostEntry(string hostNameOrAddress) =>
        Call.Of(hostNameOrAddress, static (name, token) => new ValueTask<IPHostEntry>(Dns.GetHostEntryAsync(name, token)), what: "Dns.GetHostEntry");

    /// <inheritdoc cref="Dns.GetHostEntry(string, AddressFamily)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostEntry), Area = Patch.Dns)]
    public static Suspension<IPHostEntry> GetHostEntry(string hostNameOrAddress, AddressFamily family) => Call.Of(
        (hostNameOrAddress, family), static (s, token) => new ValueTask<IPHostEntry>(Dns.GetHostEntryAsync(s.hostNameOrAddress, s.family, token)), what: "Dns.GetHostEntry");

    /// <inheritdoc cref="Dns.GetHostEntry(IPAddress)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostEntry), Area = Patch.Dns)]
    public static Suspension<IPHostEntry> GetHostEntry(IPAddress address) =>
        Call.Of(address, static (a, token) => new ValueTask<IPHostEntry>(Dns.GetHostEntryAsync(a).WaitAsync(token)), what: "Dns.GetHostEntry");
}

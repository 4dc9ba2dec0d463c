using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="Dns"/>.</summary>
public static class DnsPatches
{
    /// <inheritdoc cref="Dns.GetHostAddresses(string)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostAddresses), Area = Patch.Dns)]
    public static Task<IPAddress[]> GetHostAddresses(string hostNameOrAddress) => Dns.GetHostAddressesAsync(hostNameOrAddress);

    /// <inheritdoc cref="Dns.GetHostAddresses(string, AddressFamily)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostAddresses), Area = Patch.Dns)]
    public static Task<IPAddress[]> GetHostAddresses(string hostNameOrAddress, AddressFamily family) => Dns.GetHostAddressesAsync(hostNameOrAddress, family);

    /// <inheritdoc cref="Dns.GetHostEntry(string)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostEntry), Area = Patch.Dns)]
    public static Task<IPHostEntry> GetHostEntry(string hostNameOrAddress) => Dns.GetHostEntryAsync(hostNameOrAddress);

    /// <inheritdoc cref="Dns.GetHostEntry(string, AddressFamily)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostEntry), Area = Patch.Dns)]
    public static Task<IPHostEntry> GetHostEntry(string hostNameOrAddress, AddressFamily family) => Dns.GetHostEntryAsync(hostNameOrAddress, family);

    /// <inheritdoc cref="Dns.GetHostEntry(IPAddress)"/>
    [Patches(typeof(Dns), nameof(Dns.GetHostEntry), Area = Patch.Dns)]
    public static Task<IPHostEntry> GetHostEntry(IPAddress address) => Dns.GetHostEntryAsync(address);
}

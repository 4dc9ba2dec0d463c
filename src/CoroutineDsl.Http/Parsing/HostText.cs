using System.Buffers;
using System.Net;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>The grammar of <c>Host</c> and of the authority of an address: a name or an IPv4 address, or an IPv6 address in brackets; then perhaps a port. (RFC 3986, section 3.2, without what no host has: Kestrel and http.sys draw the same line.)</summary>
internal static class HostText
{
    private static readonly SearchValues<byte> s_name = SearchValues.Create("!$&'()-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8);

    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        var isBracketed = !text.IsEmpty && text[0] == '[';
        var end = isBracketed ? text.IndexOf((byte)']') + 1 : text.IndexOf((byte)':');
        if (isBracketed && !IsAddress(text[..end])) return false;
        if (end < 0) end = text.Length;
        return (isBracketed || !text[..end].ContainsAnyExcept(s_name)) && IsPort(text[end..]);
    }

    private static bool IsAddress(ReadOnlySpan<byte> text)
    {
        if (text.Length < 4 || text.Contains((byte)'%')) return false;
        Span<char> address = stackalloc char[64];
        return text.Length <= address.Length
            && IPAddress.TryParse(address[..Encoding.ASCII.GetChars(text[1..^1], address)], out var parsed)
            && parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
    }

    private static bool IsPort(ReadOnlySpan<byte> text) => text.IsEmpty || (text[0] == ':' && !text[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
}

using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>What RFC 6455 asks of a server, in its order; the mask of all frames is zero.</summary>
public partial class CoWebSocketTests
{
    [Theory]
    [InlineData("4.2.1: Upgrade knows no case", "Upgrade: WebSocket\r\nConnection: upgrade\r\n")]
    [InlineData("4.2.1: among other protocols", "Upgrade: foo, websocket\r\nConnection: keep-alive , UPGRADE\r\n")]
    [InlineData("4.2.1: Connection in two lines", "Upgrade: websocket\r\nConnection: keep-alive\r\nConnection: Upgrade\r\n")]
    [InlineData("9.1: extensions that are not known are declined", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x\r\n")]
    [InlineData("4.2.2: subprotocols that are not known are declined", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Protocol: v7, v8\r\n")]
    public void A_handshake_that_looks_odd_is_one(string section, string fields)
    {
        var answer = Exchange(exchange => Echo(exchange), $"GET / HTTP/1.1\r\nHost: x\r\n{fields}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key:  dGhlIHNhbXBsZSBub25jZQ== \r\n\r\n\u0088\u0080\0\0\0\0");
        Assert.True(Regex.IsMatch(answer, "(?s)^HTTP/1.1 101 .*\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK\\+xOo=\r\n"), $"{section}: {answer}");
        Assert.DoesNotContain("Sec-WebSocket-Extensions", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Sec-WebSocket-Protocol", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.2.1: HTTP/1.0", "GET / HTTP/1.0\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")]
    [InlineData("4.2.1: two keys", "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")]
    [InlineData("4.2.1: a key of 17 bytes", "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ0=\r\n\r\n")]
    [InlineData("4.2.1: no version", "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")]
    [InlineData("4.2.1: a version in other digits", "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 013\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")]
    public void A_handshake_that_is_none_is_refused(string section, string request)
    {
        var answer = Exchange(exchange => Echo(exchange), request);
        Assert.True(Regex.IsMatch(answer, "^HTTP/1.1 4(00|26) "), $"{section}: {answer}");
    }

    [Theory]
    [InlineData("5.2: a text of nothing", "81 80 00000000", "81 ")]
    [InlineData("5.4: a message of empty fragments", "01 80 00000000 00 80 00000000 80 80 00000000", "81 ")]
    [InlineData("5.4: a close between fragments", "01 81 00000000 61 88 82 00000000 03E8", "88 03E8")]
    [InlineData("5.5.2: a ping of nothing", "89 80 00000000", "8A ")]
    [InlineData("5.5.2: each ping has its pong", "89 81 00000000 61 89 81 00000000 62", "8A 61 | 8A 62")]
    [InlineData("5.5.3: a pong that nobody asked for", "8A 81 00000000 61 82 81 00000000 62", "82 62")]
    [InlineData("5.5.1: after a close nothing is read", "88 82 00000000 03E8 82 81 00000000 62 89 80 00000000", "88 03E8")]
    [InlineData("7.4.1: a close without a status", "88 80 00000000", "88 (03E8)?$")]
    [InlineData("7.4.1: 1003", "88 82 00000000 03EB", "88 03EB$")]
    [InlineData("7.4.1: 1011", "88 82 00000000 03F3", "88 03F3$")]
    [InlineData("7.4.2: 3000", "88 82 00000000 0BB8", "88 0BB8$")]
    [InlineData("7.4.2: 4999", "88 82 00000000 1387", "88 1387$")]
    [InlineData("7.4.1: 1004", "88 82 00000000 03EC", "88 03EA$")]
    [InlineData("7.4.1: 1005", "88 82 00000000 03ED", "88 03EA$")]
    [InlineData("7.4.1: 1006", "88 82 00000000 03EE", "88 03EA$")]
    [InlineData("7.4.1: 1015", "88 82 00000000 03F7", "88 03EA$")]
    [InlineData("7.4.2: 2999", "88 82 00000000 0BB7", "88 03EA$")]
    [InlineData("7.4.2: 5000", "88 82 00000000 1388", "88 03EA$")]
    [InlineData("8.1: UTF-8 in two fragments, in the midst of a letter", "01 81 00000000 C3 80 81 00000000 BC", "81 C3BC")]
    [InlineData("8.1: an overlong form", "81 82 00000000 C0AF", "88 03EF$")]
    [InlineData("8.1: half of a surrogate pair", "81 83 00000000 EDA080", "88 03EF$")]
    [InlineData("8.1: beyond U+10FFFF", "81 84 00000000 F4908080", "88 03EF$")]
    [InlineData("8.1: a letter that does not end", "81 82 00000000 E282", "88 03EF$")]
    [InlineData("8.1: a reason that is no UTF-8", "88 83 00000000 03E8 FF", "88 03E[AF]$")]
    [InlineData("5.2: reserved bits of a control frame", "D9 80 00000000", "88 03EA$")]
    [InlineData("5.2: an opcode of control that is reserved", "8B 80 00000000", "88 03EA$")]
    [InlineData("5.5: a close that is a fragment", "08 80 00000000", "88 03EA$")]
    [InlineData("5.1: a control frame without a mask", "89 00", "88 03EA$")]
    public void Frames_have_the_answer_that_is_asked_for(string section, string hex, string expected)
    {
        var frames = Raw(exchange => Echo(exchange), [.. Convert.FromHexString(hex.Replace(" ", "")), 0x88, 0x82, 0, 0, 0, 0, 0x03, 0xE9]);
        Assert.True(Regex.IsMatch(frames, "^" + expected.Replace("|", "\\|")), $"{section}: {frames}");
    }
}

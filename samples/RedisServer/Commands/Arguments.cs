using System.Buffers.Text;
using System.Text;
using RedisServer.Data;

namespace RedisServer.Commands;

/// <summary>The arguments of a request, after its name.</summary>
internal readonly struct Arguments(byte[][] request)
{
    public int Count => request.Length - 1;

    public byte[] this[int index] => request[index + 1];

    /// <summary>An argument as text, each byte a character.</summary>
    public string Text(int index) => Encoding.Latin1.GetString(this[index]);

    public bool Is(int index, string word) => Text(index).Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="CommandException">It is none.</exception>
    public long Integer(int index) => ParseInteger(this[index]);

    public static long ParseInteger(byte[] text) => Utf8Parser.TryParse(text, out long value, out var used) && used == text.Length
        ? value
        : throw new CommandException("ERR value is not an integer or out of range");
}

using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace CoroutineDsl.Jobs;

/// <summary>JSON of the simplest types. The choice is made when the code is compiled; loading the serialiser's metadata would cost a worker a good part of its start.</summary>
internal static class JsonScalars
{
    private const int LongestNumber = 32;

    public static bool TryWrite<T>(IBufferWriter<byte> output, T value)
    {
        if (typeof(T) == typeof(int)) return Number(output, (int)(object)value!);
        if (typeof(T) == typeof(long)) return Number(output, (long)(object)value!);
        if (typeof(T) == typeof(bool)) return Raw(output, (bool)(object)value! ? "true"u8 : "false"u8);
        if (typeof(T) == typeof(double)) return Real(output, (double)(object)value!);
        if (typeof(T) == typeof(string)) return value is null ? Raw(output, "null"u8) : Text(output, (string)(object)value);
        if (typeof(T) == typeof(byte[])) return value is null ? Raw(output, "null"u8) : Bytes(output, (byte[])(object)value);
        if (typeof(T) == typeof(Guid)) return Written(output, writer => writer.WriteStringValue((Guid)(object)value!));
        if (typeof(T) == typeof(decimal)) return Written(output, writer => writer.WriteNumberValue((decimal)(object)value!));
        if (typeof(T) == typeof(DateTime)) return Written(output, writer => writer.WriteStringValue((DateTime)(object)value!));
        if (typeof(T) == typeof(DateTimeOffset)) return Written(output, writer => writer.WriteStringValue((DateTimeOffset)(object)value!));
        return false;
    }

    /// <exception cref="JsonException">It is not the JSON of such a value.</exception>
    public static bool TryRead<T>(ReadOnlySpan<byte> data, out T value)
    {
        try
        {
            return TryReadScalar(data, out value);
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException)
        {
            throw new JsonException($"It is not the JSON of a {typeof(T).Name}.", exception); // the reader says so, by the kind of its token or by its text
        }
    }

    private static bool TryReadScalar<T>(ReadOnlySpan<byte> data, out T value)
    {
        value = default!;
        if (typeof(T) == typeof(int) && Utf8Parser.TryParse(data, out int number, out var used) && used == data.Length) value = (T)(object)number;
        else if (typeof(T) == typeof(long) && Utf8Parser.TryParse(data, out long large, out used) && used == data.Length) value = (T)(object)large;
        else if (typeof(T) == typeof(bool)) value = (T)(object)Reader(data).GetBoolean();
        else if (typeof(T) == typeof(double)) value = (T)(object)ReadReal(data);
        else if (typeof(T) == typeof(string)) value = (T)(object)Reader(data).GetString()!;
        else if (typeof(T) == typeof(byte[])) value = data.SequenceEqual("null"u8) ? default! : (T)(object)Reader(data).GetBytesFromBase64();
        else if (typeof(T) == typeof(Guid)) value = (T)(object)Reader(data).GetGuid();
        else if (typeof(T) == typeof(decimal)) value = (T)(object)Reader(data).GetDecimal();
        else if (typeof(T) == typeof(DateTime)) value = (T)(object)Reader(data).GetDateTime();
        else if (typeof(T) == typeof(DateTimeOffset)) value = (T)(object)Reader(data).GetDateTimeOffset();
        else return false;
        return true;
    }

    private static Utf8JsonReader Reader(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        return reader;
    }

    private static bool Number(IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(LongestNumber), out var count);
        output.Advance(count);
        return true;
    }

    /// <summary>JSON has no numbers that are none: they are texts, as System.Text.Json calls them.</summary>
    private static bool Real(IBufferWriter<byte> output, double value)
    {
        if (double.IsNaN(value)) return Raw(output, "\"NaN\""u8);
        if (double.IsInfinity(value)) return Raw(output, value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8);
        value.TryFormat(output.GetSpan(LongestNumber), out var count, "R", System.Globalization.CultureInfo.InvariantCulture);
        output.Advance(count);
        return true;
    }

    private static double ReadReal(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("\"NaN\""u8)) return double.NaN;
        if (data.SequenceEqual("\"Infinity\""u8)) return double.PositiveInfinity;
        return data.SequenceEqual("\"-Infinity\""u8) ? double.NegativeInfinity : Reader(data).GetDouble();
    }

    private static bool Text(IBufferWriter<byte> output, string value)
    {
        if (value.AsSpan().IndexOfAnyExceptInRange(' ', '~') >= 0 || value.AsSpan().IndexOfAny("\"\\<>&'+`") >= 0)
            return Written(output, writer => writer.WriteStringValue(value));
        var span = output.GetSpan(value.Length + 2);
        span[0] = span[value.Length + 1] = (byte)'"';
        Encoding.ASCII.GetBytes(value, span[1..]);
        output.Advance(value.Length + 2);
        return true;
    }

    private static bool Bytes(IBufferWriter<byte> output, byte[] value)
    {
        var length = Base64.GetMaxEncodedToUtf8Length(value.Length);
        var span = output.GetSpan(length + 2);
        Base64.EncodeToUtf8(value, span[1..], out _, out var count);
        span[0] = span[count + 1] = (byte)'"';
        output.Advance(count + 2);
        return true;
    }

    private static bool Raw(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        output.Write(text);
        return true;
    }

    private static bool Written(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        using var writer = new Utf8JsonWriter(output);
        write(writer);
        return true;
    }
}

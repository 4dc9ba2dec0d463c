using System.Numerics;
using System.Text.Json.Serialization;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>What is passed arrives as it was, or is refused: nothing is lost on the way without a word.</summary>
public sealed partial class RoundTripTests : JobTest
{
    internal struct Fields
    {
        public int Left;
        public (double X, double Y) Right;
    }

    [Fact]
    public void What_has_fields_arrives_with_them()
    {
        Same((1, "two"));
        Same((A: 1, B: (2, new DateTime(2026, 1, 2)), C: "three"));
        Same(new Fields { Left = 1, Right = (2.5, 3) });
        Same(new Vector3(1, 2, 3));
        Same((int?)null);
        Assert.Equal([(1, 2), (3, 4)], Passed(new List<(int, int)> { (1, 2), (3, 4) }));
        Assert.Equal((3, 4), Passed(new Dictionary<string, (int, int)> { ["a"] = (3, 4) })["a"]);
    }

    [Fact]
    public void Numbers_of_all_kinds_arrive()
    {
        foreach (var real in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, -0.0 })
        {
            Same(real);
            Same((float)real);
            Same((double?)real);
            Assert.Equal([real, 1], Passed(new[] { real, 1 }));
            Same((real, 1));
        }

        Same(BigInteger.Pow(-7, 300));
        Same(new Complex(1.5, double.NaN));
        Assert.Equal([BigInteger.One, BigInteger.Zero], Passed(new[] { BigInteger.One, BigInteger.Zero }));
        Same(Half.MaxValue);
        Same(UInt128.MaxValue);
        Same(ulong.MaxValue);
    }

    [Fact]
    public void What_could_not_be_read_again_is_refused_where_it_is_written()
    {
        Assert.Contains("Color", Assert.Throws<NotSupportedException>(() => Passed(System.Drawing.Color.FromArgb(1, 2, 3))).Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => Passed(new[] { 1..2 }));
        Assert.Throws<NotSupportedException>(() => Passed(new Sealed(5)));
        Assert.Equal(new Computed(3), Passed(new Computed(3)));
        Assert.Equal(new Empty(), Passed(new Empty()));
        Assert.Equal(new Marker(), Passed(new Marker()));
        Assert.Equal(7, Passed(new Bound(7)).Value);
    }

    /// <summary>A context of the program's own says itself what it writes; a tuple without its parts is refused.</summary>
    [Fact]
    public void A_context_that_leaves_out_the_parts_of_a_tuple_is_told()
    {
        var (output, serializer) = (new System.Buffers.ArrayBufferWriter<byte>(), new JsonJobSerializer(PlainJson.Default));
        Assert.Contains("IncludeFields", Assert.Throws<NotSupportedException>(() => serializer.Write(output, (1, "a"))).Message, StringComparison.Ordinal);
        serializer = new(FieldsJson.Default);
        serializer.Write(output, (1, "a"));
        Assert.Equal((1, "a"), serializer.Read<(int, string)>(output.WrittenSpan));
    }

    internal sealed record Marker
    {
#pragma warning disable CA1822 // what is written is what an instance shows
        public string Kind => "marker";
#pragma warning restore CA1822
    }

    internal sealed class Bound(int value)
    {
        public int Value { get; } = value;
    }

    internal sealed class Sealed
    {
        private readonly int _value;

        public Sealed(int value) => _value = value;

        public Sealed()
        {
        }

        public int Value => _value;
    }

    internal sealed record Computed(int Side)
    {
        public int Area => Side * Side;
    }

    internal sealed record Empty;

    [JsonSerializable(typeof((int, string)))]
    internal sealed partial class PlainJson : JsonSerializerContext;

    [JsonSourceGenerationOptions(IncludeFields = true)]
    [JsonSerializable(typeof((int, string)))]
    internal sealed partial class FieldsJson : JsonSerializerContext;

    [Fact]
    public void What_is_not_the_JSON_of_a_type_is_told()
    {
        foreach (var json in new[] { "", "{}", "\"x\"" })
        {
            NotRead<int>(json);
            NotRead<long>(json);
            NotRead<bool>(json);
            NotRead<double>(json);
            NotRead<decimal>(json);
            NotRead<Guid>(json);
            NotRead<DateTime>(json);
            NotRead<DateTimeOffset>(json);
            NotRead<byte[]>(json);
            NotRead<(int, int)>(json == "{}" ? "[]" : json);
        }

        NotRead<string>("5");
        NotRead<int>("3000000000");
    }

    private static void NotRead<T>(string json) =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => JsonJobSerializer.Default.Read<T>(System.Text.Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_tuple_goes_to_a_worker_and_back() => Run(() => Swaps());

    [Coroutine]
    private static IEnumerator<Yield> Swaps()
    {
        using var pool = new ProcessPool(1);
        Assert.Equal(("b", 1), pool.Run(SwapJob((1, "b"))).Await());
        yield break;
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<(string, int)>> Swap((int Number, string Text) pair)
    {
        yield return (pair.Text, pair.Number);
    }

    private static void Same<T>(T value) => Assert.Equal(value, Passed(value));

    private static T Passed<T>(T value)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        JsonJobSerializer.Default.Write(output, value);
        return JsonJobSerializer.Default.Read<T>(output.WrittenSpan);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CoroutineDsl.Jobs;

/// <summary>How types are written of which no context knows: so that they come back as they were. Fields too (the parts of a tuple are fields), and numbers that are none.</summary>
internal static class ReflectedTypes
{
    public static JsonSerializerOptions Options { get; } = Create();

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only where reflection is enabled, which trimming turns off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where dynamic code is supported.")]
    private static JsonSerializerOptions Create() => new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new BigIntegerConverter(), new ComplexConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseWhatIsLost } },
    };

    /// <summary>A type that shows what it has and lets nothing be set would come back empty.</summary>
    private static void RefuseWhatIsLost(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.CreateObject is null || type.PolymorphismOptions is not null || type.Properties.Count == 0) return;
        foreach (var property in type.Properties)
        {
            if (property.Set is not null || property.IsExtensionData) return;
        }

        if (!HasState(type.Type)) return; // all that it shows is computed
        throw new NotSupportedException($"{type.Type} cannot be sent to another process: nothing of it can be set, so it would come back empty. Pass what it is made of.");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Only where reflection is enabled, which trimming turns off.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Only where reflection is enabled, which trimming turns off.")]
    private static bool HasState(Type type)
    {
        for (var declaring = type; declaring is not null; declaring = declaring.BaseType)
        {
            if (declaring.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Length > 0) return true;
        }

        return false;
    }

    private sealed class BigIntegerConverter : JsonConverter<BigInteger>
    {
        public override BigInteger Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            BigInteger.Parse(Encoding.UTF8.GetString(reader.ValueSpan), CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, BigInteger value, JsonSerializerOptions options) => writer.WriteRawValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class ComplexConverter : JsonConverter<Complex>
    {
        public override Complex Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Complex.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, Complex value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString("R", CultureInfo.InvariantCulture));
    }
}

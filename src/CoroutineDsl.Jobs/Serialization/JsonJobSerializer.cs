using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace CoroutineDsl.Jobs;

/// <summary>Values as JSON. What jobs take most (numbers, strings, truth values) is written without metadata; of all else a context knows the types, or reflection does.</summary>
/// <param name="context">Knows the types; null: found out by reflection, where the program was not trimmed.</param>
public sealed class JsonJobSerializer(JsonSerializerContext? context = null) : IJobSerializer
{
    /// <summary>The one without a context.</summary>
    public static JsonJobSerializer Default { get; } = new();

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The type cannot be serialised, or could not be read again, or no context knows it in a program that was trimmed.</exception>
    public void Write<T>(IBufferWriter<byte> output, T value)
    {
        if (JsonScalars.TryWrite(output, value)) return;
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, value, TypeInfo<T>());
    }

    /// <inheritdoc/>
    /// <exception cref="JsonException">It is not the JSON of such a value.</exception>
    /// <exception cref="NotSupportedException">The type cannot be serialised, or no context knows it in a program that was trimmed.</exception>
    public T Read<T>(ReadOnlySpan<byte> data) => JsonScalars.TryRead<T>(data, out var value) ? value : JsonSerializer.Deserialize(data, TypeInfo<T>())!;

    private JsonTypeInfo<T> TypeInfo<T>()
    {
        if (context?.GetTypeInfo(typeof(T)) is JsonTypeInfo<T> known) return HasParts(known) ? known : throw WithoutParts(typeof(T));
        if (JsonSerializer.IsReflectionEnabledByDefault && RuntimeFeature.IsDynamicCodeSupported) return Reflected<T>();
        throw new NotSupportedException(
            $"No JsonSerializerContext knows {typeof(T)}. Write [assembly: JobJsonContext(typeof(YourContext))], with [JsonSerializable(typeof({typeof(T).Name}))] on that context.");
    }

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Only where reflection is enabled, which trimming turns off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Only where dynamic code is supported.")]
    private static JsonTypeInfo<T> Reflected<T>() => (JsonTypeInfo<T>)ReflectedTypes.Options.GetTypeInfo(typeof(T));

    /// <summary>The parts of a tuple are fields, which a context leaves out unless told.</summary>
    private static bool HasParts<T>(JsonTypeInfo<T> type) => type.Kind != JsonTypeInfoKind.Object || type.Properties.Count > 0 || default(T) is not ITuple { Length: > 0 };

    private static NotSupportedException WithoutParts(Type type) =>
        new($"The JsonSerializerContext leaves out the parts of {type}, which are fields. Write [JsonSourceGenerationOptions(IncludeFields = true)] on it.");
}

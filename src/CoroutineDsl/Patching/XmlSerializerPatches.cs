using System.Diagnostics.CodeAnalysis;
using System.Xml.Serialization;

namespace CoroutineDsl.Patching;

/// <summary>Cooperative <see cref="XmlSerializer"/>, which has no asynchronous members. Over a network or a pipe it runs on a thread of its own, and nothing can stop it: a wait that is given up waits for its end; over what is in memory and over a file it is called as it is written.</summary>
public static class XmlSerializerPatches
{
    private const string Reflects = "Members of serialized types may be trimmed where they are not referenced.";

    /// <inheritdoc cref="XmlSerializer.Deserialize(Stream)"/>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    [Patches(typeof(XmlSerializer), nameof(XmlSerializer.Deserialize), Area = Patch.Stream)]
    public static Suspension<object?> CoDeserialize(this XmlSerializer serializer, Stream stream) => Of(StreamKind.IsLocal(stream), () => serializer.Deserialize(stream), "XmlSerializer.Deserialize");

    /// <inheritdoc cref="XmlSerializer.Deserialize(TextReader)"/>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    [Patches(typeof(XmlSerializer), nameof(XmlSerializer.Deserialize), Area = Patch.Stream)]
    public static Suspension<object?> CoDeserialize(this XmlSerializer serializer, TextReader textReader) =>
        Of(textReader is not StreamReader reader || StreamKind.IsLocal(reader.BaseStream), () => serializer.Deserialize(textReader), "XmlSerializer.Deserialize");

    /// <inheritdoc cref="XmlSerializer.Serialize(Stream, object)"/>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    [Patches(typeof(XmlSerializer), nameof(XmlSerializer.Serialize), Area = Patch.Stream)]
    public static Suspension CoSerialize(this XmlSerializer serializer, Stream stream, object? o) => Of(StreamKind.IsLocal(stream), () => serializer.Serialize(stream, o), "XmlSerializer.Serialize");

    /// <inheritdoc cref="XmlSerializer.Serialize(Stream, object, XmlSerializerNamespaces)"/>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    [Patches(typeof(XmlSerializer), nameof(XmlSerializer.Serialize), Area = Patch.Stream)]
    public static Suspension CoSerialize(this XmlSerializer serializer, Stream stream, object? o, XmlSerializerNamespaces? namespaces) =>
        Of(StreamKind.IsLocal(stream), () => serializer.Serialize(stream, o, namespaces), "XmlSerializer.Serialize");

    /// <inheritdoc cref="XmlSerializer.Serialize(TextWriter, object)"/>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    [Patches(typeof(XmlSerializer), nameof(XmlSerializer.Serialize), Area = Patch.Stream)]
    public static Suspension CoSerialize(this XmlSerializer serializer, TextWriter textWriter, object? o) =>
        Of(textWriter is not StreamWriter writer || StreamKind.IsLocal(writer.BaseStream), () => serializer.Serialize(textWriter, o), "XmlSerializer.Serialize");

    /// <inheritdoc cref="XmlSerializer.Serialize(TextWriter, object, XmlSerializerNamespaces)"/>
    [RequiresUnreferencedCode(Reflects), RequiresDynamicCode(Reflects)]
    [Patches(typeof(XmlSerializer), nameof(XmlSerializer.Serialize), Area = Patch.Stream)]
    public static Suspension CoSerialize(this XmlSerializer serializer, TextWriter textWriter, object? o, XmlSerializerNamespaces? namespaces) =>
        Of(textWriter is not StreamWriter writer || StreamKind.IsLocal(writer.BaseStream), () => serializer.Serialize(textWriter, o, namespaces), "XmlSerializer.Serialize");

    private static Suspension<object?> Of(bool isLocal, Func<object?> call, string what) => Call.Of((isLocal, call), static (s, _) => s.isLocal ? new ValueTask<object?>(s.call()) : new(Pooled.Run(s.call)), what: what);

    private static Suspension Of(bool isLocal, Action call, string what) => Call.Of((isLocal, call), static (s, _) => s.isLocal ? StreamKind.Done(s.call) : new ValueTask(Pooled.Run(s.call)), what: what);
}

using System.Text.Json.Serialization;

namespace Chat;

/// <summary>What somebody said, as the page gets it.</summary>
internal sealed record Line(string Name, string Text);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Line))]
internal sealed partial class ChatJson : JsonSerializerContext;

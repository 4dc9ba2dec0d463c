using System.Text;

namespace CoroutineDsl.Http;

/// <summary>A message that a <see cref="CoWebSocket"/> received, whole, however many frames it came in.</summary>
/// <param name="IsText">Whether it is text, and not binary.</param>
/// <param name="Data">The bytes; of text, valid UTF-8.</param>
public sealed record WebSocketMessage(bool IsText, ReadOnlyMemory<byte> Data)
{
    /// <summary>The bytes as text.</summary>
    public string Text => Encoding.UTF8.GetString(Data.Span);
}

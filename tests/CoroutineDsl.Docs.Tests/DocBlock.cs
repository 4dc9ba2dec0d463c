namespace CoroutineDsl.Docs.Tests;

/// <summary>A fenced block of a document.</summary>
/// <param name="File">The document, relative to the repository.</param>
/// <param name="Line">The line of the document on which the block's text begins.</param>
/// <param name="Language">What stands behind the opening fence.</param>
/// <param name="Text">What is between the fences.</param>
/// <param name="Marker">The HTML comment right before the fence; see <see cref="BlockSource"/>.</param>
/// <param name="Output">The text of the <c>text</c> fence right behind it: what it prints.</param>
internal sealed record DocBlock(string File, int Line, string Language, string Text, string? Marker, string? Output)
{
    /// <summary>Where it stands, as an editor can open it.</summary>
    public string Name => $"{File}:{Line}";
}

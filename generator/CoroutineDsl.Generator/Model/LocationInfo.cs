using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Model;

/// <summary>A place in the user's source as plain numbers: a <see cref="Location"/> would keep its whole compilation alive.</summary>
internal sealed record LocationInfo(string Path, int Start, int Length, int StartLine, int StartCharacter, int EndLine, int EndCharacter)
{
    public static LocationInfo Of(Location location)
    {
        var lines = location.GetLineSpan();
        return new LocationInfo(lines.Path, location.SourceSpan.Start, location.SourceSpan.Length,
            lines.StartLinePosition.Line, lines.StartLinePosition.Character, lines.EndLinePosition.Line, lines.EndLinePosition.Character);
    }

    public static LocationInfo Of(SyntaxNodeOrToken place) => Of(place.GetLocation()!);

    public Location ToLocation() => Location.Create(Path, new TextSpan(Start, Length),
        new LinePositionSpan(new LinePosition(StartLine, StartCharacter), new LinePosition(EndLine, EndCharacter)));
}

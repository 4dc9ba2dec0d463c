using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Package.Tests.Editor;

/// <summary>A file as it stands half typed: some of its tokens are missing, doubled, exchanged, or it ends early.</summary>
internal static class BrokenFile
{
    public static string Of(string text, Random random)
    {
        var tokens = SyntaxFactory.ParseTokens(text).Select(token => token.ToFullString()).ToList();
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var (at, other) = (random.Next(tokens.Count), random.Next(tokens.Count));
            switch (random.Next(5))
            {
                case 0: tokens.RemoveAt(at); break;
                case 1: tokens.Insert(at, tokens[other]); break;
                case 2: (tokens[at], tokens[other]) = (tokens[other], tokens[at]); break;
                case 3: tokens.RemoveRange(at, Math.Min(random.Next(1, 8), tokens.Count - at)); break;
                default:
                    if (random.Next(4) == 0) tokens.RemoveRange(at, tokens.Count - at);
                    else tokens[at] = tokens[at][..random.Next(tokens[at].Length)];
                    break;
            }

            if (tokens.Count == 0) return "";
        }

        return string.Concat(tokens);
    }
}

using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Patching;

/// <summary>What blocks and cannot be made cooperative by another call: the list beside this file.</summary>
internal static class NoCooperativeForm
{
    private static readonly HashSet<string> Known = DataFile.Read("NoCooperativeForm.txt");

    public static bool Contains(ISymbol member)
    {
        if (member.OriginalDefinition.GetDocumentationCommentId() is not { } id) return false;
        var parameters = id.IndexOf('(');
        return Known.Contains(parameters < 0 ? id : id.Substring(0, parameters));
    }
}

using System.Text;
using CoroutineDsl.Generator.Model;

namespace CoroutineDsl.Generator.Emit;

/// <summary>Writes members into the namespaces and partial types where they belong. The members themselves are not re-indented.</summary>
internal static class ScopeWriter
{
    /// <summary>With file-scoped syntax where there is one namespace, as the user most likely wrote it.</summary>
    public static void WriteFile(StringBuilder text, EnclosingScope scope, string members) =>
        Write(text, scope, members, isFileScoped: scope.Namespaces.Count == 1);

    /// <summary>With braces, so that more can stand in the same file.</summary>
    public static void WriteBlock(StringBuilder text, EnclosingScope scope, string members) => Write(text, scope, members, isFileScoped: false);

    private static void Write(StringBuilder text, EnclosingScope scope, string members, bool isFileScoped)
    {
        Directives(text, scope.Symbols);
        Directives(text, scope.Externs);
        Directives(text, scope.Usings);
        foreach (var space in scope.Namespaces)
        {
            text.Append("\nnamespace ").Append(space.Name).Append(isFileScoped ? ";\n" : "\n{\n");
            Directives(text, space.Externs);
            Directives(text, space.Usings);
        }
        foreach (var type in scope.Types)
            text.Append('\n').Append(type).Append("\n{");
        text.Append('\n').Append(members);
        var open = scope.Types.Count + (isFileScoped ? 0 : scope.Namespaces.Count);
        for (var i = 0; i < open; i++)
            text.Append("}\n");
    }

    private static void Directives(StringBuilder text, EquatableArray<string> directives)
    {
        foreach (var directive in directives)
            text.Append(directive).Append('\n');
    }
}

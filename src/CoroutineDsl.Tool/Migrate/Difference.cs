using System.Text;

namespace CoroutineDsl.Tool.Migrate;

/// <summary>The lines of a file that change, <c>-</c> as they are and <c>+</c> as they will be.</summary>
internal static class Difference
{
    public static string Of(FileChange change)
    {
        string[] before = Lines(change.Before), after = Lines(change.After);
        var common = Common(before, after);
        var text = new StringBuilder($"--- {change.Name}\n");
        for (int i = 0, j = 0; i < before.Length || j < after.Length;)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j]) (i, j) = (i + 1, j + 1);
            else if (j == after.Length || i < before.Length && common[i + 1, j] >= common[i, j + 1]) text.Append("- ").Append(before[i++]).Append('\n');
            else text.Append("+ ").Append(after[j++]).Append('\n');
        }

        return text.ToString();
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>How many lines two files have in common from a line of each on.</summary>
    private static int[,] Common(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        return common;
    }
}

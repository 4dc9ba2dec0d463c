using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace CoroutineDsl.Generator.Tests.Harness;

/// <summary>
/// Compares text with a file beside the test, in Verify's convention: <c>Class.Test.verified.cs</c> is what was approved, and on a mismatch
/// <c>Class.Test.received.cs</c> is written next to it, to be read and renamed.
/// </summary>
internal static partial class Snapshot
{
    public static void Verify(string text, [CallerMemberName] string test = "", [CallerFilePath] string file = "")
    {
        var stem = Path.Combine(Path.GetDirectoryName(Repository.Unmapped(file))!, $"{Path.GetFileNameWithoutExtension(file)}.{test}");
        var received = Scrub(text);
        var verified = File.Exists(stem + ".verified.cs") ? File.ReadAllText(stem + ".verified.cs").ReplaceLineEndings("\n") : "";
        if (received == verified)
        {
            File.Delete(stem + ".received.cs");
            return;
        }
        File.WriteAllText(stem + ".received.cs", received);
        Assert.Equal(verified, received);
    }

    /// <summary>The compiler's opaque locations change with every edit.</summary>
    private static string Scrub(string text) => Location().Replace(text.ReplaceLineEndings("\n"), "InterceptsLocation($1, \"REDACTED\")");

    [GeneratedRegex("""InterceptsLocation\((\d+), "[^"]*"\)""")]
    private static partial Regex Location();
}

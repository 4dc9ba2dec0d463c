using CoroutineDsl.Tool.Migrate;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary><c>coro migrate</c>: the same server without an attribute in it, by the tool alone, and then run.</summary>
public class MigrateTests
{
    [Fact]
    public async Task A_threaded_server_becomes_greenlets_by_the_tool_alone()
    {
        var threaded = FormatTests.Blocking.Replace("[Coroutine]\n", "\n", StringComparison.Ordinal).ReplaceLineEndings("\r\n");
        Assert.DoesNotContain("[Coroutine]", threaded, StringComparison.Ordinal);
        using var project = new UserProject(threaded);
        var dry = new StringWriter();
        Assert.True(new Migration(project.Folder, dry).Run(isApplied: false), dry.ToString());
        Assert.Equal(threaded, project.Source);
        Assert.Contains("Spawn(Talk(client));", dry.ToString(), StringComparison.Ordinal);
        Assert.Contains("This was a dry run", dry.ToString(), StringComparison.Ordinal);

        var report = new StringWriter();
        Assert.True(new Migration(project.Folder, report).Run(isApplied: true), report.ToString());
        FormatTests.IsMigrated(project.Source);
        Assert.DoesNotContain("\n", project.Source.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await project.Dotnet("build", "-c", "Release");
        Assert.Equal(FormatTests.Said, await project.Run());
    }

    [Fact]
    public void What_is_no_project_is_refused() =>
        Assert.Contains("is no project", Assert.Throws<MigrationException>(() => new Migration("/nowhere", TextWriter.Null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nc\r\n", "a\r\nc\r\n")]
    [InlineData("a\nb\n", "a\r\nc\n", "a\nc\n")]
    [InlineData("a\r\nb\n", "a\r\nc\n", "a\r\nc\n")]
    public void A_file_keeps_its_line_endings(string before, string after, string wanted) => Assert.Equal(wanted, ProjectCopy.WithEndingsOf(before, after));
}

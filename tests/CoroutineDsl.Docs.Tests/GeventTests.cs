using CoroutineDsl.Samples.Tests;
using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>The Python of the documents, each followed by the same program in C#: on the real gevent it prints what the C# is said to print.</summary>
public class GeventTests
{
    [GeventFact]
    public async Task PrintsTheSame()
    {
        var blocks = Documents.Blocks;
        var originals = blocks.Where(block => block.Language == "python").ToList();
        Assert.NotEmpty(originals);
        var outputs = await Task.WhenAll(originals.Select(original => Programs.Run(GeventFactAttribute.Python!, "-c", original.Text)));
        foreach (var (original, (exitCode, output)) in originals.Zip(outputs))
        {
            var port = blocks[blocks.ToList().IndexOf(original) + 1];
            Assert.Equal("csharp", port.Language);
            Assert.True(port.Output is not null, $"{port.Name} shows no output");
            Assert.True(exitCode == 0, $"{original.Name}: {output}");
            Output.AssertMatches(port.Output, output, original.Name);
        }
    }
}

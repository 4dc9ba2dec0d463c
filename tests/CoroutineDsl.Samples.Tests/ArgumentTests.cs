using Xunit;

namespace CoroutineDsl.Samples.Tests;

/// <summary>Each sample that takes a number says so when it is asked, or given something else.</summary>
public sealed class ArgumentTests
{
    [Theory]
    [InlineData("Chat")]
    [InlineData("Crawler")]
    [InlineData("HttpHello")]
    [InlineData("PatchedServer")]
    [InlineData("PreforkServer")]
    [InlineData("RedisServer")]
    [InlineData("SelectorEcho")]
    [InlineData("TroubledServer")]
    public async Task A_sample_that_takes_a_number_explains_itself(string sample)
    {
        foreach (var (argument, expected) in ((string, int)[])[("--help", 0), ("many", 2)])
        {
            var (exitCode, output) = await Programs.Run("dotnet", Repository.Sample(sample), argument);
            Assert.Equal((expected, $"usage: {sample} ["), (exitCode, output[..Math.Min(output.Length, sample.Length + 9)]));
        }
    }
}

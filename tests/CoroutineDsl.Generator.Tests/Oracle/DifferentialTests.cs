using CoroutineDsl.Oracle;

namespace CoroutineDsl.Generator.Tests.Oracle;

/// <summary>
/// Every body prints the same whether it is lowered, left to C#'s iterator, or rewritten to <c>async</c>: undisturbed, and with each of its waits failing,
/// killed and timed out in turn.
/// </summary>
public class DifferentialTests
{
    private const int Points = 12;

    public static TheoryData<string, string> Bodies
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var body in Corpus.Bodies)
                data.Add(body.Type, body.Method);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void AllWaysPrintTheSame(string type, string method)
    {
        var body = new Body(type, method);
        var mismatch = Comparison.FirstMismatch(Corpus.CompiledFor(body), body, Points);
        Assert.True(mismatch is null, mismatch?.ToString());
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void IsLowered(string type, string method)
    {
        var body = new Body(type, method);
        Assert.True(Corpus.CompiledFor(body).IsLowered(body));
    }
}

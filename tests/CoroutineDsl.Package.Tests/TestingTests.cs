using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>The package for tests, in a project without a test framework: a failure is an exception.</summary>
[Collection(PackageCollection.Name)]
public class TestingTests(PackageFeed feed)
{
    [Fact]
    public void ATestPassesOnVirtualTimeAndFailsWithWhatIsLeftBehind()
    {
        var project = feed.Project("tested", """
            using CoroutineDsl;
            using CoroutineDsl.Testing;
            using static CoroutineDsl.Greenlet;

            CoTest.Run(Tests.SleepsAnHour());
            CoTest.RunSeeds(10, () => Tests.SleepsAnHour());
            try
            {
                CoTest.Run(Tests.LeavesASleeper());
            }
            catch (CoTestException e)
            {
                Console.WriteLine(e.Message.Contains("sleeper") ? "left behind" : e.Message);
            }

            static partial class Tests
            {
                [Coroutine]
                public static IEnumerator<Yield> SleepsAnHour()
                {
                    yield return Sleep(TimeSpan.FromHours(1));
                    if (CoTest.Elapsed != TimeSpan.FromHours(1)) throw new InvalidOperationException($"{CoTest.Elapsed}");
                }

                [Coroutine]
                public static IEnumerator<Yield> LeavesASleeper()
                {
                    Spawn(SleepsAnHour(), "sleeper");
                    yield return Sleep(1);
                }
            }
            """, items: """<PackageReference Include="CoroutineDsl.Testing" Version="*" />""");
        project.Build("-warnaserror");
        Assert.Equal("left behind\n", project.Run());
    }
}

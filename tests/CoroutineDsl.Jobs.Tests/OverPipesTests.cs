using System.Reflection;
using Xunit;
using Xunit.Abstractions;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>The same battery over named pipes, which are what processes on Windows talk over; .NET has them here too.</summary>
public sealed class OverPipesTests(ITestOutputHelper output) : JobTest
{
    private const string Variable = "COROUTINEDSL_CHANNEL";

    /// <summary>All tests without parameters of pools and of what processes share. (A listening socket is passed over Unix sockets alone.)</summary>
    public static TheoryData<string, string> Battery
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var type in new[] { typeof(ProcessPoolTests), typeof(StartTests), typeof(FailureTests), typeof(HostileTests), typeof(LostWorkersTests), typeof(SharedTests) })
            {
                foreach (var method in type.GetMethods().Where(method => method.GetCustomAttribute<FactAttribute>() is { } fact && fact is not TheoryAttribute)) all.Add(type.FullName!, method.Name);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Battery))]
    public void The_same_holds_over_pipes(string type, string method) => OverPipes(() =>
    {
        var tests = Type.GetType(type)!;
        var test = tests.GetConstructors().Single().GetParameters().Length == 0 ? Activator.CreateInstance(tests) : Activator.CreateInstance(tests, output);
        tests.GetMethod(method)!.Invoke(test, BindingFlags.DoNotWrapExceptions, null, null, null);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_left_where_the_parent_is_killed(bool spins) => OverPipes(() => new LostWorkersTests(output).Nothing_is_left_where_the_parent_is_killed(spins));

    [Fact]
    public void The_address_says_that_it_is_a_pipe() => OverPipes(() =>
    {
        using var hub = new Hub(new HubOptions());
        using var queue = new ProcessQueue<int>();
        Assert.StartsWith("pipe:", queue.Handle, StringComparison.Ordinal);
    });

    private static void OverPipes(Action test)
    {
        Environment.SetEnvironmentVariable(Variable, "pipe");
        try
        {
            test();
        }
        finally
        {
            Environment.SetEnvironmentVariable(Variable, null);
        }
    }
}

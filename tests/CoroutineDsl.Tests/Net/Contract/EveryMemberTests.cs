using System.Reflection;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Contract;

/// <summary>There is one contract and more than one implementation: each public member of a socket has a test that runs on all of them.</summary>
public class EveryMemberTests
{
    [Fact]
    public void Is_covered_by_a_test_on_every_selector()
    {
        var covered = typeof(EveryMemberTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttribute<CoversAttribute>()?.Members ?? []).ToHashSet();
        var members = typeof(CoSocket).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not MethodInfo { IsSpecialName: true } && member.GetCustomAttribute<System.ComponentModel.EditorBrowsableAttribute>() is null).Select(member => member.Name).Distinct();
        Assert.Equal([], members.Except(covered).Order());
    }
}

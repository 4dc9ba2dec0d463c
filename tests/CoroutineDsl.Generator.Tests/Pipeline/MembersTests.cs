using System.Reflection;
using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;

namespace CoroutineDsl.Generator.Tests.Pipeline;

/// <summary>What is added to the user's types.</summary>
public class MembersTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly s_compiled = Compilations.Load(GeneratorRun.Of("""
        using System.Collections.Generic;
        using CoroutineDsl;
        public static partial class Program
        {
            [Coroutine] public static IEnumerator<Yield> Open() { Greenlet.Sleep(0).Await(); yield break; }
            [Coroutine] private static IEnumerator<Yield> Closed() { Greenlet.Sleep(0).Await(); yield break; }
            public static void Main() { Open().Await(); Closed().Await(); }
        }
        """).AssertCompiles().Output);

    [Fact]
    public void OnlyFactoriesStandAmongTheUsersMembers() =>
        Assert.Equal(["Closed", "ClosedCoroutine", "Main", "Open", "OpenCoroutine"], s_compiled.GetType("Program")!.GetMethods(All).Select(method => method.Name).Where(name => !name.Contains('<')).Order());

    [Fact]
    public void TheRestIsNestedInOnePrivateType()
    {
        var nested = s_compiled.GetType("Program")!.GetNestedTypes(All).Where(type => !type.Name.Contains('<')).ToList();
        Assert.True(Assert.Single(nested).IsNestedPrivate);
    }

    [Theory]
    [InlineData("OpenCoroutine")]
    [InlineData("ClosedCoroutine")]
    public void GlueIsMarked(string member) => Assert.Equal(["ExcludeFromCodeCoverageAttribute", "GeneratedCodeAttribute"],
        s_compiled.GetType("Program")!.GetMethod(member, All)!.GetCustomAttributesData().Select(a => a.AttributeType.Name).Where(n => n is "GeneratedCodeAttribute" or "ExcludeFromCodeCoverageAttribute").Order());

    [Fact]
    public void WhatHoldsTheUsersLinesIsNot()
    {
        var machine = s_compiled.GetTypes().Single(type => type.Name == "OpenMachine");
        Assert.DoesNotContain(machine.GetCustomAttributesData().Concat(machine.GetMethod("Resume")!.GetCustomAttributesData()), a => a.AttributeType.Name is "GeneratedCodeAttribute" or "ExcludeFromCodeCoverageAttribute" or "CompilerGeneratedAttribute");
    }
}

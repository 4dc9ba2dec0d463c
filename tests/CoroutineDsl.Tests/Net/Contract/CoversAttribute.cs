namespace CoroutineDsl.Tests.Net.Contract;

/// <summary>Names the members of a socket whose contract a test holds every implementation to.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CoversAttribute(params string[] members) : Attribute
{
    public string[] Members => members;
}

using CoroutineDsl.Samples.Tests;

using Xunit;

namespace CoroutineDsl.Clients.Tests;

/// <summary>A test with a client that is not on every machine; where it is not, the test is skipped, and says what to install.</summary>
internal sealed class ClientFactAttribute : FactAttribute
{
    /// <param name="package">What to install.</param>
    /// <param name="program">The client, and arguments with which it ends well where it is there.</param>
    public ClientFactAttribute(string package, params string[] program)
    {
        if (!IsThere(program)) Skip = $"{program[0]} is not there: {package}";
    }

    private static bool IsThere(string[] program)
    {
        try
        {
            return Programs.Run(program[0], program[1..]).GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

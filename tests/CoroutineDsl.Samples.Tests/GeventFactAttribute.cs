using Xunit;

namespace CoroutineDsl.Samples.Tests;

/// <summary>A test that runs programs on the real gevent, where that is installed.</summary>
internal sealed class GeventFactAttribute : FactAttribute
{
    public GeventFactAttribute()
    {
        if (Python is null) Skip = "gevent is not installed: apt-get install python3-gevent, or pip install gevent";
    }

    /// <summary>A Python that has gevent.</summary>
    public static string? Python { get; } = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(HasGevent);

    private static bool HasGevent(string python)
    {
        try
        {
            return Programs.Run(python, "-c", "import gevent").GetAwaiter().GetResult().ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such interpreter
        }
    }
}

using System.Text;

namespace CoroutineDsl;

/// <summary>A process that has ended, and what it wrote.</summary>
/// <param name="ExitCode">The code with which it ended.</param>
/// <param name="Output">What it wrote to its standard output; empty if that was not redirected.</param>
/// <param name="Error">What it wrote to its standard error; empty if that was not redirected.</param>
public sealed record CompletedProcess(int ExitCode, byte[] Output, byte[] Error)
{
    /// <summary>The standard output as UTF-8 text.</summary>
    public string OutputText => Encoding.UTF8.GetString(Output);

    /// <summary>The standard error as UTF-8 text.</summary>
    public string ErrorText => Encoding.UTF8.GetString(Error);
}

/// <summary>A process ended with an exit code other than 0.</summary>
public sealed class ProcessFailedException : Exception
{
    internal ProcessFailedException(string name, CompletedProcess process)
        : base($"{name} ended with exit code {process.ExitCode}. {process.ErrorText}".TrimEnd())
    {
        Process = process;
    }

    /// <summary>Its exit code, and what it wrote.</summary>
    public CompletedProcess Process { get; }
}

/// <summary>A process did not end in time.</summary>
public sealed class ProcessTimeoutException : TimeoutException
{
    internal ProcessTimeoutException(string name, TimeSpan after, byte[] output, byte[] error)
        : base($"{name} did not end within {after}.")
    {
        Output = output;
        Error = error;
    }

    /// <summary>What it had written to its standard output by then.</summary>
    public byte[] Output { get; }

    /// <summary>What it had written to its standard error by then.</summary>
    public byte[] Error { get; }
}

namespace CoroutineDsl.Jobs;

/// <summary>Where a hub of a process is connected to by the others: in its private folder by a Unix socket, or by a named pipe.</summary>
/// <param name="Folder">The private folder.</param>
/// <param name="IsPipe">By a named pipe.</param>
internal readonly record struct ProcessAddress(string Folder, bool IsPipe)
{
    private const string PipePrefix = "pipe:";
    private const string Variable = "COROUTINEDSL_CHANNEL";
    private const string SocketName = "socket";

    /// <summary>Windows has named pipes. Elsewhere <c>COROUTINEDSL_CHANNEL=pipe</c> in the environment asks for them: so they are tested there.</summary>
    public static bool PrefersPipe => OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable(Variable) == "pipe";

    public string SocketPath => Path.Combine(Folder, SocketName);

    /// <summary>On Windows pipes have names of their own. Elsewhere a pipe is a file, and .NET takes a full path as it is.</summary>
    public string PipeName => OperatingSystem.IsWindows() ? Path.GetFileName(Folder) : SocketPath;

    public static ProcessAddress Parse(string text) =>
        text.StartsWith(PipePrefix, StringComparison.Ordinal) ? new(text[PipePrefix.Length..], true) : new(text, false);

    public override string ToString() => IsPipe ? PipePrefix + Folder : Folder;
}

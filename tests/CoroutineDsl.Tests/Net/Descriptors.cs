using Xunit;

namespace CoroutineDsl.Tests.Net;

/// <summary>The open descriptors of this process. A test that counts them is in the collection <see cref="Alone"/>.</summary>
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class Descriptors
{
    /// <summary>Runs while no other test does.</summary>
    public const string Alone = "counts descriptors";

    internal static int Count => Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}

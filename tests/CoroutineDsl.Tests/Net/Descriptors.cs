namespace CoroutineDsl.Tests.Net;

/// <summary>The open descriptors of this process. (Other tests of the process may run at the same time, so a comparison has to allow for a few.)</summary>
internal static class Descriptors
{
    public static int Count => Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : 0;
}

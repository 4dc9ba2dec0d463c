using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// The file that a Unix domain socket makes where it is bound. It goes when the socket closes, unless another has taken its place meanwhile: a new server that listens at the same path must not lose it to the end of the
/// old one.
/// </summary>
internal sealed class SocketPath
{
    private readonly string _path;
    private readonly LinuxFileStatus _file;

    private SocketPath(string path, LinuxFileStatus file)
    {
        _path = path;
        _file = file;
    }

    /// <summary>Of an address that has just been bound; null where it is no path, or who owns a path cannot be asked.</summary>
    public static SocketPath? Of(EndPoint endPoint) =>
        PathOf(endPoint) is { } path && OperatingSystem.IsLinux() && LinuxFileStatus.Of(path) is { } file ? new(path, file) : null;

    /// <summary>Whether there is a file at the path of this address at which nobody listens any more.</summary>
    public static bool IsStale(EndPoint endPoint)
    {
        if (PathOf(endPoint) is not { } path || !File.Exists(path)) return false;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { Blocking = false };
        try
        {
            probe.Connect(endPoint);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    /// <summary>The socket closes.</summary>
    public void Release()
    {
        if (LinuxFileStatus.Of(_path) is not { } now || now.Node != _file.Node || now.Device != _file.Device) return;
        try
        {
            File.Delete(_path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // it stays, as it does where a process is killed
        }
    }

    private static string? PathOf(EndPoint endPoint) =>
        endPoint is UnixDomainSocketEndPoint && endPoint.ToString() is { Length: > 0 } path && path[0] is not ('@' or '\0') ? path : null;
}

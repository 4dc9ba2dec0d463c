namespace CoroutineDsl.Net;

/// <summary>Opens a file on a thread for files, and sends it.</summary>
internal sealed partial class SendFilePath(CoSocket socket, string path, long offset, long? count, TimeSpan? timeout)
{
    [Coroutine]
    public IEnumerator<Yield<long>> Send()
    {
        var began = socket.Hub.Time.GetTimestamp();
        using var limit = timeout is { } time && time >= TimeSpan.Zero ? CoTimeout.Start(time, TimedOut()) : null;
        using var file = CoFile.OpenRegular(path).Await();
        limit?.Close();
        yield return socket.SendFile(file.Handle, offset, count, timeout - socket.Hub.Time.GetElapsedTime(began) is { } left ? (left > TimeSpan.Zero ? left : TimeSpan.Zero) : null).Await();
    }

    private System.Net.Sockets.SocketException TimedOut() => new((int)System.Net.Sockets.SocketError.TimedOut, $"SendFile timed out after {timeout} on {socket}: {path} could not be opened.");
}

using System.Net.Security;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>A TLS handshake; puts TLS under the socket when it has succeeded, and closes the socket when it has not.</summary>
internal sealed class HandshakeFrame(CoSocket socket, Func<SslStream, CancellationToken, Task> handshake, TimeSpan? timeout) : Coroutine<CoSslStream>
{
    private readonly RecordStream _records = new(socket);
    private SslStream? _ssl;

    public override FrameLocation Location => new($"TLS handshake on {socket}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State == 0)
            {
                State = 1;
                if (socket.Tls is not null) throw new InvalidOperationException($"{socket} speaks TLS already.");
                _ssl = new(_records);
                Suspension wait = TaskWait<bool>.Run(socket.Hub, "TLS handshake", Shake, timeout);
                if (!greenlet.Begin(this, wait)) return false;
            }
            else
            {
                greenlet.End();
            }

            ObjectDisposedException.ThrowIf(socket.IsClosed, socket);
            Result = new CoSslStream(socket, _ssl!);
            socket.Raw = new TlsSocket(Result, socket.Raw, _ssl!, _records);
            socket.Channel.Ready(SelectorEvents.Read); // records may have come with the last of the handshake
            return true;
        }
        catch
        {
            socket.Close();
            _ssl?.Dispose();
            throw;
        }
    }

    private async ValueTask<bool> Shake(CancellationToken cancellation)
    {
        try
        {
            await handshake(_ssl!, cancellation).ConfigureAwait(false);
            return true;
        }
        catch
        {
            await _ssl!.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}

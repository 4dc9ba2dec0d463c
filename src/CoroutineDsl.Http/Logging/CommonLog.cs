using System.Globalization;
using System.Net;
using System.Text;
using System.Threading.Channels;

namespace CoroutineDsl.Http;

/// <summary>
/// An access log in the Common Log Format, or the combined one: <c>new HttpServerOptions { AccessLog = log.Write }</c>. A background task writes, so that a slow disk holds up no request; a log that cannot keep up
/// drops lines and counts them.
/// </summary>
/// <remarks>Any thread; several servers may share one. Dispose of it to write what is left.</remarks>
public sealed class CommonLog : IAsyncDisposable
{
    private const int MaxQueued = 10_000;

    private readonly TextWriter _target;
    private readonly bool _isCombined;
    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly Task _writing;
    private long _dropped;

    /// <summary>Starts a log.</summary>
    /// <param name="target">Where the lines go; it is not closed.</param>
    /// <param name="isCombined">Whether lines end with the referring page and the client's program.</param>
    public CommonLog(TextWriter target, bool isCombined = false)
    {
        ArgumentNullException.ThrowIfNull(target);
        _target = target;
        _isCombined = isCombined;
        _writing = Task.Run(WriteAll);
    }

    /// <summary>How many lines were dropped.</summary>
    public long DroppedCount => Interlocked.Read(ref _dropped);

    /// <summary>The line of a request, without its end.</summary>
    public static string Format(in HttpAccess access, bool isCombined = false)
    {
        var line = new StringBuilder();
        line.Append(access.Client is IPEndPoint client ? client.Address.ToString() : "-").Append(" - - [");
        line.Append(access.Time.ToString("dd'/'MMM'/'yyyy':'HH':'mm':'ss ", CultureInfo.InvariantCulture)).Append(access.Time.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal));
        line.Append("] \"");
        if (access.Method is null) line.Append('-');
        else Escape(line, access.Method).Append(' ').Append(Escape(new StringBuilder(), access.Target!)).Append(CultureInfo.InvariantCulture, $" HTTP/{access.Version}");
        line.Append(CultureInfo.InvariantCulture, $"\" {access.Status} ").Append(access.Size == 0 ? "-" : access.Size.ToString(CultureInfo.InvariantCulture));
        if (isCombined) Escape(Escape(line.Append(" \""), access.Referer ?? "-").Append("\" \""), access.UserAgent ?? "-").Append('"');
        return line.ToString();
    }

    /// <summary>Writes a line, soon.</summary>
    public void Write(HttpAccess access)
    {
        if (!_lines.Writer.TryWrite(Format(access, _isCombined))) Interlocked.Increment(ref _dropped);
    }

    /// <summary>Takes no more lines, and writes those that are left.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
    }

    /// <summary>What a client sends must not end its line, or its quotes.</summary>
    private static StringBuilder Escape(StringBuilder line, string text)
    {
        foreach (var c in text)
        {
            if (c is '"' or '\\' || char.IsControl(c)) line.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
            else line.Append(c);
        }

        return line;
    }

    private async Task WriteAll()
    {
        await foreach (var line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            await _target.WriteLineAsync(line).ConfigureAwait(false);
            if (!_lines.Reader.TryPeek(out _)) await _target.FlushAsync().ConfigureAwait(false);
        }
    }
}

using System.Globalization;
using System.Text;

namespace CoroutineDsl.Http;

/// <summary>The fields that are the same in every answer of one second: <c>Server</c> and <c>Date</c>.</summary>
internal sealed class Banner(string? serverName, TimeProvider time)
{
    private readonly byte[] _server = serverName is null ? [] : Encoding.Latin1.GetBytes($"Server: {serverName}\r\n");
    private byte[] _both = [];
    private byte[] _date = [];
    private long _validUntil = long.MinValue;

    public void WriteTo(PooledBuffer output, bool withServer, bool withDate)
    {
        if (withDate && time.GetTimestamp() >= _validUntil) Renew();
        if (withServer && withDate) output.Write(_both);
        else if (withDate) output.Write(_date);
        else if (withServer) output.Write(_server);
    }

    private void Renew()
    {
        var now = time.GetUtcNow();
        _validUntil = time.GetTimestamp() + (TimeSpan.TicksPerSecond - now.Ticks % TimeSpan.TicksPerSecond) * time.TimestampFrequency / TimeSpan.TicksPerSecond;
        _date = Encoding.ASCII.GetBytes($"Date: {now.ToString("r", CultureInfo.InvariantCulture)}\r\n");
        _both = [.. _server, .. _date];
    }
}

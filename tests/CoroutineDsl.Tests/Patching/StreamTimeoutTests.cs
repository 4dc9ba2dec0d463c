using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Patching;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Patching;

/// <summary>A stream's timeouts are for its blocking calls. They hold for every patched member that reads or writes, and for each read and write of it, not for the whole.</summary>
public sealed class StreamTimeoutTests : HubTest
{
    private static readonly Dictionary<string, Func<Stream, Suspension>> s_reads = new()
    {
        ["Read"] = s => s.CoRead(new byte[4], 0, 4),
        ["Read(Span)"] = s => s.CoRead(new byte[4].AsMemory()),
        ["ReadByte"] = s => s.CoReadByte(),
        ["ReadExactly"] = s => s.CoReadExactly(new byte[4], 0, 4),
        ["ReadExactly(Span)"] = s => s.CoReadExactly(new byte[4].AsMemory()),
        ["ReadAtLeast"] = s => s.CoReadAtLeast(new byte[4], 2),
        ["CopyTo"] = s => s.CoCopyTo(new MemoryStream()),
        ["CopyTo(size)"] = s => s.CoCopyTo(new MemoryStream(), 16),
        ["StreamReader.Read"] = s => new StreamReader(s).CoRead(),
        ["StreamReader.Read(Span)"] = s => new StreamReader(s).CoRead(new char[4].AsMemory()),
        ["StreamReader.ReadBlock"] = s => new StreamReader(s).CoReadBlock(new char[4], 0, 4),
        ["StreamReader.ReadLine"] = s => new StreamReader(s).CoReadLine(),
        ["StreamReader.ReadToEnd"] = s => new StreamReader(s).CoReadToEnd(),
        ["StreamReader.Peek"] = s => new StreamReader(s).CoPeek(),
        ["StreamReader.EndOfStream"] = s => new StreamReader(s).CoEndOfStream(),
        ["BinaryReader.ReadInt32"] = s => new BinaryReader(s).CoReadInt32(),
    };

    private static readonly Dictionary<string, Func<Stream, string, Suspension>> s_writes = new()
    {
        ["Write"] = (s, text) => s.CoWrite(new byte[text.Length], 0, text.Length),
        ["Write(Span)"] = (s, text) => s.CoWrite(new byte[text.Length].AsMemory()),
        ["CopyTo"] = (s, text) => new MemoryStream(new byte[text.Length]).CoCopyTo(s),
        ["StreamWriter.Write"] = (s, text) => new StreamWriter(s).CoWrite(text),
        ["StreamWriter.Write(char[])"] = (s, text) => new StreamWriter(s).CoWrite(text.ToCharArray()),
        ["StreamWriter.Write(char[], int, int)"] = (s, text) => new StreamWriter(s).CoWrite(text.ToCharArray(), 0, text.Length),
        ["StreamWriter.Write(Span)"] = (s, text) => new StreamWriter(s).CoWrite(text.AsMemory()),
        ["StreamWriter.Write(object)"] = (s, text) => new StreamWriter(s).CoWrite((object)text),
        ["StreamWriter.WriteLine"] = (s, text) => new StreamWriter(s).CoWriteLine(text),
        ["StreamWriter.WriteLine(object)"] = (s, text) => new StreamWriter(s).CoWriteLine((object)text),
    };

    public static TheoryData<string> Reads => [.. s_reads.Keys];

    public static TheoryData<string> Writes => [.. s_writes.Keys];

    /// <summary>Those whose blocking form reads again and again.</summary>
    public static TheoryData<string> LongReads => ["ReadExactly", "ReadExactly(Span)", "ReadAtLeast", "CopyTo", "CopyTo(size)", "StreamReader.ReadBlock", "StreamReader.ReadToEnd"];

    [Theory]
    [MemberData(nameof(Reads))]
    public void A_read_of_a_silent_peer_times_out(string member)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        var stream = client.GetStream();
        stream.ReadTimeout = 100;
        using var hub = new Hub(new HubOptions());
        var failure = Assert.Throws<IOException>(() => s_reads[member](stream).Await());
        Assert.Equal(SocketError.TimedOut, Assert.IsType<SocketException>(failure.InnerException).SocketErrorCode);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public void A_write_that_nobody_takes_times_out(string member)
    {
        using var hub = Start();
        using var stream = new SlowStream { WriteTimeout = 300 };
        var failure = Assert.Throws<IOException>(() => s_writes[member](stream, new string('x', 20_000)).Await());
        Assert.Equal(SocketError.TimedOut, Assert.IsType<SocketException>(failure.InnerException).SocketErrorCode);
    }

    [Theory]
    [MemberData(nameof(LongReads))]
    public void Each_read_has_the_time_and_not_the_whole(string member)
    {
        var clock = new VirtualTime(); // stands still while a read is under way, which goes on in the pool for a while: only the stream moves it
        using var hub = new Hub(new HubOptions { TimeProvider = clock });
        using var stream = new SlowStream { Steps = 5, Ends = true, ReadTimeout = 500, Clock = clock };
        s_reads[member](stream).Await();
        Assert.InRange(clock.Elapsed.TotalSeconds, 0.4, 1.5);
    }

    [Theory]
    [InlineData("StreamReader.ReadBlock")]
    [InlineData("StreamReader.ReadToEnd")]
    public void A_kill_ends_a_long_read_at_once(string member)
    {
        using var hub = Start();
        using var stream = new SlowStream { Steps = 1, ReadTimeout = 5000 };
        var reading = Spawn(() => s_reads[member](stream).Await());
        Sleep(1000).Await();
        reading.Kill().Await();
        Assert.True(reading.IsKilled);
        Assert.Equal(1, Now);
    }

    [Fact]
    public void A_long_text_is_read_whole_with_a_timeout()
    {
        var text = new string('\u20ac', 10_000) + "end";
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var server = listener.AcceptTcpClient();
        var sending = new Thread(() =>
        {
            using var writer = new StreamWriter(server.GetStream());
            writer.Write(text);
        });
        sending.Start();
        var stream = client.GetStream();
        stream.ReadTimeout = 60_000;
        using var hub = new Hub(new HubOptions());
        var reader = new StreamReader(stream);
        var start = new char[5000];
        Assert.Equal(5000, reader.CoReadBlock(start.AsMemory()).Await());
        Assert.Equal(text, new string(start) + reader.CoReadToEnd().Await());
        sending.Join();
    }

    [Fact]
    public void Each_write_has_the_time_and_not_the_whole()
    {
        using var hub = Start();
        using var stream = new SlowStream { Steps = 100, WriteTimeout = 300 };
        new StreamWriter(stream).CoWrite(new string('x', 10_000)).Await();
        Assert.InRange(Now, 1, 100);
    }

    /// <summary>Each read and write takes 200 ms of the hub's time, so many of them; the next one has no end, or is the end of the stream.</summary>
    private sealed class SlowStream : Stream
    {
        public int Steps { get; set; }

        public bool Ends { get; init; }

        /// <summary>The clock that a step moves; <c>null</c>: it waits for the hub's to go on.</summary>
        public VirtualTime? Clock { get; init; }

        public override int ReadTimeout { get; set; }

        public override int WriteTimeout { get; set; }

        public override bool CanTimeout => true;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Step(cancellationToken);
            if (Steps < 0) return 0;
            buffer.Span[0] = (byte)'x';
            return 1;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await Step(cancellationToken);

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private async Task Step(CancellationToken token)
        {
            if (--Steps < 0 && !Ends) await Task.Delay(Timeout.Infinite, token);
            if (Clock is null)
            {
                await Sleep(200);
                return;
            }

            await Sleep();
            Clock.Advance(TimeSpan.FromMilliseconds(200));
        }
    }
}

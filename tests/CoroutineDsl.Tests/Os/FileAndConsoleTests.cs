using System.IO.Pipes;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Runtime;
using CoroutineDsl.Tests.Net;
using Microsoft.Win32.SafeHandles;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Os;

public partial class FileAndConsoleTests
{
    [Fact]
    public void Whole_files_are_read_and_written()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.Combine(Path.GetTempPath(), $"cofile-{Guid.NewGuid():N}");
            CoFile.WriteAllText(path, "first\n").Await();
            CoFile.AppendAllText(path, "zweite ü\n").Await();
            Assert.Equal("first\nzweite ü\n", CoFile.ReadAllText(path).Await());
            Assert.Equal(["first", "zweite ü"], CoFile.ReadAllLines(path).Await());
            CoFile.WriteAllBytes(path, new byte[] { 1, 2, 3 }).Await();
            Assert.Equal([1, 2, 3], CoFile.ReadAllBytes(path).Await());
            File.Delete(path);
            Assert.Throws<FileNotFoundException>(() => CoFile.ReadAllText(path).Await());
            Assert.Throws<FileNotFoundException>(() => CoFile.Open(path).Await());
            yield break;
        }
    }

    [Fact]
    public void Reads_and_writes_say_where()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.Combine(Path.GetTempPath(), $"cofile-{Guid.NewGuid():N}");
            using (var file = CoFile.Open(path, FileMode.CreateNew, FileAccess.ReadWrite).Await())
            {
                var writes = Enumerable.Range(0, 50).Select(i => Spawn(WriteAt(file, i))).ToArray();
                JoinAll(writes, raiseError: true).Await();
                Assert.Equal(500, file.Length);
                var buffer = new byte[100];
                Assert.Equal(10, file.Read(buffer.AsMemory(0, 10), 370).Await());
                Assert.Equal("block 0037", Encoding.ASCII.GetString(buffer, 0, 10));
                Assert.Equal(5, file.Read(buffer, 495).Await());
                Assert.Equal(0, file.Read(buffer, 500).Await());
                file.SetLength(3).Await();
                file.Flush().Await();
                Assert.Equal(3, file.Length);
                Assert.Throws<ArgumentOutOfRangeException>(() => file.Read(buffer, -1));
                file.Close();
                Assert.Throws<ObjectDisposedException>(() => file.Read(buffer, 0));
            }

            File.Delete(path);
            yield break;
        }
    }

    [Fact]
    public void Lines_come_whole_whenever_their_parts_do()
    {
        if (!OperatingSystem.IsLinux()) return;
        OnHub.Run("epoll", Body);

        static IEnumerator<Yield> Body()
        {
            using var pipe = new AnonymousPipeServerStream(PipeDirection.Out);
            var handle = new SafeFileHandle(pipe.ClientSafePipeHandle.DangerousGetHandle(), ownsHandle: false);
            var input = new StandardInput(Hub.Current, handle);
            Assert.NotNull(input.Socket);
            pipe.Write("one\r\ntwo\n\nthr"u8);
            Assert.Equal("one", Line(input).Await());
            Assert.Equal("two", Line(input).Await());
            Assert.Equal("", Line(input).Await());
            // a wait that is given up loses nothing
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => Line(input, TimeSpan.FromMilliseconds(2)).Await()).SocketErrorCode);
            var waiting = Spawn(Read(input));
            Sleep(TimeSpan.Zero).Await();
            Assert.False(waiting.IsReady);
            waiting.Kill().Await();
            var next = Spawn(Read(input));
            Sleep(TimeSpan.Zero).Await();
            pipe.Write("ee ü\nlast"u8);
            Assert.Equal("three ü", next.Get(OnHub.Patience).Await());
            pipe.Dispose();
            Assert.Equal("last", Line(input).Await());
            Assert.Null(Line(input).Await());
            Assert.Null(Line(input).Await());
            yield break;
        }
    }

    [Fact]
    public void A_process_without_a_standard_input_is_at_its_end()
    {
        if (!OperatingSystem.IsLinux()) return;
        OnHub.Run("epoll", Body);

        static IEnumerator<Yield> Body()
        {
            Assert.Null(Line(new StandardInput(Hub.Current, new SafeFileHandle(0, ownsHandle: false), isClosed: true)).Await());
            Assert.True(StandardInput.IsClosed(1_000_000));
            using var file = File.OpenHandle(Path.GetTempFileName(), options: FileOptions.DeleteOnClose); // what the runtime opens
            Assert.True(StandardInput.IsClosed((int)file.DangerousGetHandle()));
            Assert.False(StandardInput.IsClosed(2));
            yield break;
        }
    }

    private static Suspension<string?> Line(StandardInput input, TimeSpan? timeout = null) => Waitables.From(new ReadLineFrame(input, timeout));

    [Coroutine]
    private static IEnumerator<Yield<string?>> Read(StandardInput input)
    {
        yield return Line(input).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> WriteAt(CoFile file, int block)
    {
        file.Write(Encoding.ASCII.GetBytes($"block {block:0000}"), block * 10).Await();
        yield break;
    }
}

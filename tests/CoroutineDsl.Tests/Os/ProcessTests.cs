using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using CoroutineDsl.Tests.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Os;

[Collection(Descriptors.Alone), Trait("Needs", "Unix")]
public partial class ProcessTests
{
    private static readonly TimeSpan Patience = OnHub.Patience;

    [Theory, ClassData(typeof(EverySelector))]
    public void Output_error_and_exit_code_come_back(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var ended = CoProcess.Run("sh", ["-c", "tr a-z A-Z; echo oops >&2; exit 44"], "hello"u8.ToArray(), Patience).Await();
            Assert.Equal((44, "HELLO", "oops\n"), (ended.ExitCode, ended.OutputText, ended.ErrorText));
            Assert.Equal("three args\n", CoProcess.CheckOutput("printf", "%s %s\n", "three", "args").Await());
            var failed = Assert.Throws<ProcessFailedException>(() => CoProcess.CheckOutput("sh", "-c", "echo some; echo why >&2; exit 3").Await());
            Assert.Equal((3, "some\n"), (failed.Process.ExitCode, failed.Process.OutputText));
            Assert.Contains("why", failed.Message, StringComparison.Ordinal);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void More_than_the_pipes_hold_goes_both_ways_while_others_run(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var sent = new byte[3_000_000];
            new Random(1).NextBytes(sent);
            var turns = Spawn(CountTurns());
            var back = Enumerable.Range(0, 3).Select(_ => Spawn(Cat(sent))).ToArray();
            foreach (var one in back) Assert.True(sent.AsSpan().SequenceEqual(one.Get(Patience).Await()));
            turns.Kill().Await();
            Assert.InRange(turns.Name.Length, 1, int.MaxValue);
            yield break;
        }
    }

    [Fact]
    public void A_launch_does_not_hold_the_hub()
    {
        OnHub.Run(OperatingSystem.IsLinux() ? "epoll" : "poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var gate = new ManualResetEventSlim();
            for (var i = 0; i < 4; i++) BlockingThreads.Starts.Post(gate.Wait);
            var launched = Enumerable.Range(0, 20).Select(_ => Spawn(LaunchAndWait())).ToArray();
            for (var i = 0; i < 10; i++) Sleep(0).Await();
            Assert.All(launched, one => Assert.False(one.IsReady)); // they wait for a thread, and the hub is here
            gate.Set();
            foreach (var one in launched) Assert.Equal(7, one.Get(Patience).Await());
            Assert.Throws<Win32Exception>(() => CoProcess.Launch("/no/such/program").Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> LaunchAndWait()
    {
        using var process = CoProcess.Launch("sh", "-c", "exit 7").Await();
        yield return process.Wait(Patience).Await();
    }

    [Fact]
    public void Descendants_that_left_the_session_end_too()
    {
        if (!OperatingSystem.IsLinux()) return;
        OnHub.Run("epoll", Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.GetTempFileName();
            var script = $"setsid sh -c 'sh -c \"echo \\$\\$ > {path}; exec sleep 1000\" & exit' ; exec sleep 1000";
            var running = Spawn(RunShell(script));
            while (new FileInfo(path).Length == 0) Sleep(TimeSpan.FromMilliseconds(2)).Await();
            running.Kill().Await();
            var left = int.Parse(File.ReadAllText(path), System.Globalization.CultureInfo.InvariantCulture);
            while (IsRunning(left)) Sleep(TimeSpan.FromMilliseconds(10)).Await();
            File.Delete(path);
            yield break;
        }

        static bool IsRunning(int process) => File.Exists($"/proc/{process}/stat") && !File.ReadAllText($"/proc/{process}/stat").Contains(" Z ", StringComparison.Ordinal);
    }

    [Fact]
    public void Many_processes_at_once_are_waited_for_without_threads_and_leave_no_descriptor()
    {
        OnHub.Run(OperatingSystem.IsLinux() ? "epoll" : "poll", Body);

        static IEnumerator<Yield> Body()
        {
            CoProcess.CheckOutput("true").Await();
            var before = Descriptors.Count;
            var all = Enumerable.Range(0, 30).Select(i => Spawn(Exit(i))).ToArray();
            for (var i = 0; i < all.Length; i++) Assert.Equal(i, all[i].Get(Patience).Await());
            while (Descriptors.Count > before) Sleep(TimeSpan.FromMilliseconds(2)).Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Time_out_keeps_what_was_written_and_kills_the_descendants_too(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var clock = Stopwatch.StartNew();
            ProcessTimeoutException timeout;
            var limit = TimeSpan.FromMilliseconds(250);
            do
            {
                limit *= 2; // a busy machine may not have come so far
                timeout = Assert.Throws<ProcessTimeoutException>(() => CoProcess.Run("sh", ["-c", "echo early; sleep 1000 & echo $! >&2; wait"], timeout: limit).Await());
            }
            while (timeout.Error.Length == 0);

            Assert.Equal("early\n", Encoding.UTF8.GetString(timeout.Output));
            Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(100));
            var grandchild = int.Parse(Encoding.UTF8.GetString(timeout.Error));
            AssertEnds(grandchild);
            yield break;
        }
    }

    [Fact]
    public void A_greenlet_that_is_killed_takes_its_process_with_it()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.GetTempFileName();
            var running = Spawn(RunShell($"echo $$ > {path}; exec sleep 1000"));
            while (new FileInfo(path).Length == 0) Sleep(TimeSpan.FromMilliseconds(2)).Await();
            var id = int.Parse(File.ReadAllText(path));
            Process.GetProcessById(id).Dispose();
            running.Kill().Await();
            AssertEnds(id);
            File.Delete(path);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_conversation_line_by_line(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var cat = CoProcess.Start("cat");
            cat.KillOnDispose = true;
            using var reader = new StreamReader(cat.StandardOutput!);
            for (var i = 0; i < 10; i++)
            {
                cat.StandardInput!.WriteAsync(Encoding.UTF8.GetBytes($"line {i}\n")).Await();
                Assert.Equal($"line {i}", reader.ReadLineAsync().Await());
            }

            Assert.False(cat.HasExited);
            Assert.Null(cat.ExitCode);
            Assert.Throws<CoTimeoutException>(() => cat.Wait(TimeSpan.FromMilliseconds(1)).Await());
            cat.StandardInput!.Close();
            Assert.Null(reader.ReadLineAsync().Await());
            Assert.Equal(0, cat.Wait(Patience).Await());
            Assert.Equal(0, cat.ExitCode);
            yield break;
        }
    }

    [Fact]
    public void Communicate_can_be_tried_again_after_a_timeout()
    {
        OnHub.Run(OperatingSystem.IsLinux() ? "epoll" : "poll", Body);

        static IEnumerator<Yield> Body()
        {
            var go = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            using var slow = CoProcess.Start("sh", "-c", $"echo first; read line; until [ -e {go} ]; do sleep 0.01; done; rm {go}; echo got $line");
            slow.KillOnDispose = true;
            Assert.Throws<ProcessTimeoutException>(() => slow.Communicate("input\n"u8.ToArray(), TimeSpan.Zero).Await());
            File.WriteAllText(go, "");
            var ended = slow.Communicate(timeout: Patience).Await();
            Assert.Equal("first\ngot input\n", ended.OutputText);
            yield break;
        }
    }

    [Fact]
    public void Processes_are_waited_for_among_other_things_and_signalled()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var sleeper = CoProcess.Start("sleep", "1000");
            using var quick = CoProcess.Start("sh", "-c", "exit 10");
            Assert.Equal([quick], Wait([sleeper, quick], count: 1, timeout: Patience).Await());
            Assert.Equal(10, quick.ExitCode);
            sleeper.Terminate();
            Assert.Equal(128 + 15, sleeper.Wait(Patience).Await());
            sleeper.Kill();
            sleeper.Signal(PosixSignal.SIGINT);
            yield break;
        }
    }

    [Fact]
    public void A_program_that_is_not_there_says_so_each_time()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(2, Assert.Throws<Win32Exception>(() => CoProcess.Start("no-such-program")).NativeErrorCode);
                Assert.Equal(2, Assert.Throws<Win32Exception>(() => CoProcess.Run("no-such-program").Await()).NativeErrorCode);
            }

            Assert.Throws<ArgumentException>(() => CoProcess.Run(new ProcessStartInfo("cat"), "x"u8.ToArray()));
            yield break;
        }
    }

    private static void AssertEnds(int process)
    {
        for (var i = 0; i < 5000; i++)
        {
            // one that has ended and was not waited for by its new parent is a zombie
            var status = $"/proc/{process}/stat";
            if (!File.Exists(status)) return;
            try
            {
                if (File.ReadAllText(status).Split(')')[^1].TrimStart().StartsWith('Z')) return;
            }
            catch (IOException)
            {
                return;
            }

            Sleep(TimeSpan.FromMilliseconds(2)).Await();
        }

        Assert.Fail($"process {process} still runs");
    }

    [Coroutine]
    private static IEnumerator<Yield> CountTurns()
    {
        while (true) yield return Sleep(TimeSpan.FromMilliseconds(1));
    }

    [Coroutine]
    private static IEnumerator<Yield<byte[]>> Cat(byte[] bytes)
    {
        var ended = CoProcess.Run("cat", input: bytes, timeout: Patience).Await();
        yield return ended.Output;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Exit(int code)
    {
        var ended = CoProcess.Run("sh", ["-c", $"exit {code}"]).Await();
        yield return ended.ExitCode;
    }

    [Coroutine]
    private static IEnumerator<Yield> RunShell(string command)
    {
        CoProcess.Run("sh", ["-c", command]).Await();
        yield break;
    }
}

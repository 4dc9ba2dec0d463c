using System.IO.Pipelines;
using System.Text;
using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>Greenlets that write to one patched writer wait for each other, as threads that share it under a lock do: every line is whole, and they come in the order of the calls.</summary>
[Patch]
public partial class WriterTurnTests : HubTest
{
    private const int Lines = 50;

    // room for less than a line, so that every write waits for the reader
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 8, resumeWriterThreshold: 4, useSynchronizationContext: false));

    [Theory, InlineData("object"), InlineData("text"), InlineData("format"), InlineData("four"), InlineData("builder"), InlineData("plain")]
    public void Lines_stay_whole(string kind)
    {
        Run(WriteAll(kind));
        Assert.Equal([.. from i in Enumerable.Range(0, Lines) from j in Enumerable.Range(0, 3) select $"line {i} of greenlet {j} and more of it"], Log);
    }

    [Fact]
    public void Who_is_killed_while_another_writes_writes_nothing()
    {
        Run(KillsTheSecond());
        Assert.Equal(["the first line, which waits", "the third"], Log);
    }

    [Fact]
    public void A_value_is_that_of_the_call()
    {
        Run(ChangesMeanwhile());
        Assert.Equal(["the first line, which waits", "before"], Log);
    }

    private StreamWriter Writer() => new(_pipe.Writer.AsStream()) { AutoFlush = true, NewLine = "\n" };

    [Coroutine]
    private IEnumerator<Yield> WriteAll(string kind)
    {
        var writer = Writer();
        var writers = Enumerable.Range(0, 3).Select(greenlet => Greenlet.Spawn(kind == "plain" ? WritesPlainly(writer, greenlet) : Writes(writer, greenlet, kind))).ToArray();
        var reads = Greenlet.Spawn(Reads());
        Greenlet.JoinAll(writers, raiseError: true).Await();
        _pipe.Writer.Complete();
        reads.Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Writes(StreamWriter writer, int greenlet, string kind)
    {
        for (var i = 0; i < Lines; i++)
        {
            var line = $"line {i} of greenlet {greenlet} and more of it";
            if (kind == "object") writer.WriteLine((object)line);
            else if (kind == "text") writer.WriteLine(line);
            else if (kind == "format") writer.WriteLine("line {0} of greenlet {1} and more of it", i, greenlet);
            else if (kind == "four") writer.WriteLine("line {0} of greenlet {1} and {2} of {3}", i, greenlet, "more", "it");
            else writer.WriteLine(new StringBuilder(line));
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WritesPlainly(StreamWriter writer, int greenlet)
    {
        for (var i = 0; i < Lines; i++) WriteLine(writer, i, greenlet);
        yield break;
    }

    private static void WriteLine(TextWriter writer, int i, int greenlet) => writer.WriteLine("line {0} of greenlet {1} and more of it", i, greenlet);

    [Coroutine]
    private IEnumerator<Yield> KillsTheSecond()
    {
        var writer = Writer();
        var first = Greenlet.Spawn(Says(writer, "the first line, which waits"));
        var second = Greenlet.Spawn(Says(writer, "the second"));
        var third = Greenlet.Spawn(Says(writer, "the third"));
        Greenlet.Sleep(1).Await();
        second.Kill().Await();
        ReadToTheEnd(first, third).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ChangesMeanwhile()
    {
        var writer = Writer();
        var text = new StringBuilder("before");
        var first = Greenlet.Spawn(Says(writer, "the first line, which waits"));
        var second = Greenlet.Spawn(Says(writer, text));
        Greenlet.Sleep(1).Await();
        text.Clear().Append("after");
        ReadToTheEnd(first, second).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReadToTheEnd(params Greenlet[] writers)
    {
        var reads = Greenlet.Spawn(Reads());
        Greenlet.JoinAll(writers, raiseError: true).Await();
        _pipe.Writer.Complete();
        reads.Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Says(TextWriter writer, object value)
    {
        writer.WriteLine(value);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Reads()
    {
        var reader = new StreamReader(_pipe.Reader.AsStream());
        while (reader.ReadLine() is { } line) Add(line);
        yield break;
    }
}

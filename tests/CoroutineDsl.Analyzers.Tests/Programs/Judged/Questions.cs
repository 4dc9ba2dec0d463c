// says: first second t rest
namespace Questions;

public static partial class Program
{
    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        var typed = new BlockingCollection<char>();
        var input = Console.In;
        Console.SetIn(new Keyboard(typed));
        try
        {
            Later(() => Type(typed, "first\n"));
            Say([|Console.ReadLine()|]!);
            Later(() => Type(typed, "second\nthird"));
            Say([|Console.In.ReadLine()|]!);
            Say((char)[|Console.Read()|]);
            [|Console.Read()|];
            Later(() => Type(typed, "\n"));
            Say([|Console.ReadLine()|] == "ird" ? "rest" : "?");
        }
        finally { Console.SetIn(input); }
        yield break;
    }

    static void Type(BlockingCollection<char> typed, string text)
    {
        foreach (var c in text) typed.Add(c);
    }

    sealed class Keyboard(BlockingCollection<char> typed) : TextReader
    {
        public override int Read() => typed.Take();
    }
}

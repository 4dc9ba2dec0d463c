using CoroutineDsl.Fuzz.Generation;
using CoroutineDsl.Oracle;

namespace CoroutineDsl.Fuzz;

/// <summary>Compiles programs together and runs each; what fails is looked at alone.</summary>
internal static class BatchRunner
{
    /// <summary>Shrinking takes a minute: so many failures are worth it.</summary>
    private const int MostShrunk = 5;

    /// <summary>A long run says how far it is after so many programs.</summary>
    private const int ProgressEvery = 1000;

    /// <summary>Runs all batches; the next is compiled while one runs.</summary>
    public static void RunAll(IEnumerable<int[]> batches, Options options, Tally tally)
    {
        (int[] Numbers, Task<ThreeWays> Ways)? ahead = null;
        foreach (var numbers in batches.Append(null))
        {
            (int[], Task<ThreeWays>)? next = numbers is null ? null : (numbers, Task.Run(() => Compile(numbers, options.Seed)));
            if (ahead is { } batch)
                Run(batch.Numbers, batch.Ways, options, tally);
            if (tally.Programs > 0 && tally.Programs % ProgressEvery == 0 && next is not null)
                Console.WriteLine(tally);
            ahead = next;
        }
    }

    private static ThreeWays Compile(int[] numbers, int seed) =>
        ThreeWays.Compile(numbers.Select(number => ($"P{number}.cs", RandomProgram.Write(seed, number))));

    private static void Run(int[] numbers, Task<ThreeWays> compiling, Options options, Tally tally)
    {
        ThreeWays ways;
        try
        {
            ways = compiling.GetAwaiter().GetResult();
        }
        catch (InvalidOperationException e) when (numbers.Length == 1)
        {
            tally.Programs++;
            tally.CompileErrors++;
            Console.WriteLine($"\nprogram {numbers[0]} of seed {options.Seed} does not compile: {e.Message}");
            if (tally.CompileErrors > MostShrunk)
                return;
            var text = Shrinker.Shrink(RandomProgram.Write(options.Seed, numbers[0]), candidate => CompileError(candidate) is { } error && Kind(error) == Kind(e.Message));
            Console.WriteLine($"shrunk:\n{text}\n{CompileError(text) ?? e.Message}");
            return;
        }
        catch (InvalidOperationException)
        {
            foreach (var half in numbers.Chunk((numbers.Length + 1) / 2))
                Run(half, Task.Run(() => Compile(half, options.Seed)), options, tally);
            return;
        }
        foreach (var number in numbers)
            Check(ways, number, options, tally);
    }

    private static void Check(ThreeWays ways, int number, Options options, Tally tally)
    {
        var body = new Body($"P{number}", "Main");
        var random = new Random(unchecked(options.Seed * 31 + number));
        tally.Programs++;
        if (!ways.AreAllLowered(body))
        {
            tally.Refused++;
            ShowCaught(number, options, tally);
        }
        var mismatch = Comparison.RandomMismatch(ways, body, random, options.Points, out var runs);
        tally.Runs += runs;
        if (mismatch is null)
            return;
        tally.Mismatches++;
        Console.WriteLine($"\nprogram {number} of seed {options.Seed} differs: {mismatch}");
        if (tally.Mismatches > MostShrunk)
            return;
        var text = Shrinker.Shrink(RandomProgram.Write(options.Seed, number), candidate => Mismatches(candidate, mismatch) is not null);
        Console.WriteLine($"shrunk:\n{text}\n{Mismatches(text, mismatch) ?? mismatch}");
    }

    /// <summary>Says what the safety net caught, if it was that.</summary>
    private static void ShowCaught(int number, Options options, Tally tally)
    {
        foreach (var caught in ThreeWays.Caught(($"P{number}.cs", RandomProgram.Write(options.Seed, number))))
        {
            tally.Caught++;
            Console.WriteLine($"\nprogram {number} of seed {options.Seed}: {caught}");
        }
    }

    private static Mismatch? Mismatches(string text, Mismatch like)
    {
        try
        {
            var ways = ThreeWays.Compile([("P.cs", text)]);
            return like.Injection == Injection.None
                ? Comparison.At(ways, like.Body, Injection.None, 0)
                : Comparison.At(ways, like.Body, Injection.None, 0) is null ? Comparison.Anywhere(ways, like.Body, like.Injection) : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string? CompileError(string text)
    {
        try
        {
            ThreeWays.Compile([("P.cs", text)]);
            return null;
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>Which way failed, and the first error without its place.</summary>
    private static string Kind(string message)
    {
        var error = System.Text.RegularExpressions.Regex.Match(message, @"(error|warning) \w+: [^'\n]*").Value;
        return (message.StartsWith("The ", StringComparison.Ordinal) ? message.Split('\n')[0] : "") + error;
    }
}

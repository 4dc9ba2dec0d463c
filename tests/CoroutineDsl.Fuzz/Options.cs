using System.Globalization;

namespace CoroutineDsl.Fuzz;

/// <summary>The command line.</summary>
internal sealed record Options(int Programs, int First, int Seed, int? Only, int Batch, int Points, bool Print)
{
    public const string Help = """
        CoroutineDsl.Fuzz: random coroutine bodies, run lowered, un-lowered and as async, and compared.
          --programs N   how many (1000)
          --first N      the number of the first; a run that was ended goes on from there (0)
          --seed N       the seed (random; it is printed)
          --only N       one program of that seed
          --batch N      how many are compiled together (100)
          --points N     at how many suspension points each is disturbed (4)
          --print        print the programs instead of running them
        """;

    /// <summary>Null where help is asked for or the line is not understood.</summary>
    public static Options? Parse(string[] args)
    {
        var options = new Options(1000, 0, Random.Shared.Next(1, 1_000_000), null, 100, 4, false);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--print")
            {
                options = options with { Print = true };
                continue;
            }
            if (i + 1 >= args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                return null;
            Options? next = args[i++] switch
            {
                "--programs" => options with { Programs = value },
                "--first" => options with { First = value },
                "--seed" => options with { Seed = value },
                "--only" => options with { Only = value },
                "--batch" => options with { Batch = value },
                "--points" => options with { Points = value },
                _ => null,
            };
            if (next is null)
                return null;
            options = next;
        }
        return options;
    }
}

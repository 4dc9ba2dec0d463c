using CoroutineDsl.Fuzz;
using CoroutineDsl.Fuzz.Generation;

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Help);
    return 2;
}

var numbers = options.Only is { } only ? [only] : Enumerable.Range(options.First, options.Programs).ToArray();
if (options.Print)
{
    foreach (var number in numbers)
        Console.WriteLine(RandomProgram.Write(options.Seed, number));
    return 0;
}

Console.WriteLine($"seed {options.Seed}, programs {numbers[0]} to {numbers[^1]}");
var tally = new Tally();
BatchRunner.RunAll(numbers.Chunk(options.Batch), options, tally);
Console.WriteLine(tally);
return tally.IsClean ? 0 : 1;

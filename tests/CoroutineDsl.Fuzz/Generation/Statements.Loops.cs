namespace CoroutineDsl.Fuzz.Generation;

/// <content>Loops.</content>
internal sealed partial class Statements
{
    private void For(Place place)
    {
        if (place.Loops >= MostLoops)
        {
            Simple(place);
            return;
        }
        var name = source.NewName("n");
        var bound = random.Next(2) == 0 ? $"{random.Next(1, 4)}" : $"Value({random.Next(1, 4)}).Await()";
        var increment = random.Next(4) == 0 ? $"{name} += Value(1).Await()" : $"{name}++";
        source.Block($"for (var {name} = {Pick("0", "Now(0).Await()")}; {name} < {bound}; {increment})", () =>
        {
            source.Declare(name, Kind.Int, isReadOnly: true);
            Some(place.InLoop(), 4);
        });
    }

    private void While(Place place)
    {
        if (place.Loops >= MostLoops)
        {
            Simple(place);
            return;
        }
        var name = source.NewName("w");
        source.Line($"var {name} = 0;");
        source.Declare(name, Kind.Int, isReadOnly: true);
        source.Block($"while ({name}++ < {random.Next(1, 4)} && {expressions.Bool(2)})", () => Some(place.InLoop(), 4));
    }

    private void Do(Place place)
    {
        if (place.Loops >= MostLoops)
        {
            Simple(place);
            return;
        }
        var name = source.NewName("w");
        source.Line($"var {name} = 0;");
        source.Declare(name, Kind.Int, isReadOnly: true);
        source.Block("do", () => Some(place.InLoop(), 3), $" while (++{name} < {random.Next(1, 4)} && {expressions.Bool(2)});");
    }

    private void ForEach(Place place)
    {
        if (place.Loops >= MostLoops)
        {
            Simple(place);
            return;
        }
        var name = source.NewName("x");
        var sequence = random.Next(7 + (2 * streams.Count)) switch
        {
            > 6 => $"{Pick([.. streams])}({expressions.Int(1)})",
            5 => $"Stream({expressions.Int(1)}, {expressions.Int(2)})",
            0 => $"new LoggingSequence({random.Next(1, 4)})",
            1 => $"new PatternSequence({random.Next(1, 4)})",
            2 => $"new List<int> {{ {expressions.Int(2)}, {expressions.Int(1)} }}",
            3 => $"Value(new[] {{ {expressions.Int(1)}, {expressions.Int(1)} }}).Await()",
            4 => "Enumerable.Range(0, 3).Where(q => q != 1)",
            _ => expressions.Of(Kind.Array, 2),
        };
        ReadAll(name, sequence, place);
    }

    /// <summary>Reads one of the streams.</summary>
    public void ReadStream() => ReadAll(source.NewName("x"), $"{Pick([.. streams])}({expressions.Int(1)})", Place.Body);

    private void ReadAll(string name, string sequence, Place place) =>
        source.Block($"foreach (var {name} in {sequence})", () =>
        {
            source.Declare(name, Kind.Int, isReadOnly: true);
            Some(place.InLoop(), 4);
        });

    /// <summary>A backward jump, taken once or twice.</summary>
    private void Goto(Place place)
    {
        if (place.Loops >= MostLoops)
        {
            Simple(place);
            return;
        }
        string label = source.NewName("again"), count = source.NewName("g");
        source.Line($"var {count} = 0;");
        source.Line($"{label}:");
        source.Block(null, () => Some(place.Nested() with { Loops = place.Loops + 1 }, 3));
        source.Line($"if ({count}++ < {random.Next(1, 3)}) goto {label};");
    }
}

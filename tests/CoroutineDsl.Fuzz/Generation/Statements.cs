namespace CoroutineDsl.Fuzz.Generation;

/// <summary>Writes random statements.</summary>
internal sealed partial class Statements(Random random, SourceWriter source, Expressions expressions, IReadOnlyList<string> streams)
{
    private const int DeepestNesting = 3;
    private const int MostLoops = 2;

    private int _budget = 8;

    public required BodyKind Body { get; init; }

    public void Some(Place place, int most)
    {
        for (var i = random.Next(1, most + 1); i > 0; i--)
            One(place);
    }

    private void One(Place place)
    {
        if (--_budget < 0 || place.Depth >= DeepestNesting)
        {
            Simple(place);
            return;
        }
        switch (random.Next(24))
        {
            case 0 or 1: If(place); break;
            case 2: For(place); break;
            case 3: While(place); break;
            case 4: Do(place); break;
            case 5 or 6: ForEach(place); break;
            case 7 or 8: Switch(place); break;
            case 9: TryFinally(place); break;
            case 10 or 11: TryCatch(place); break;
            case 12: Using(place); break;
            case 13: source.Block(random.Next(3) switch { 0 => "checked", 1 => "unchecked", _ => null }, () => Some(place.Nested(), 3)); break;
            case 14: LocalFunction(); break;
            case 15: Goto(place); break;
            default: Simple(place); break;
        }
    }

    private void Simple(Place place)
    {
        switch (random.Next(20))
        {
            case 17: Delegate(place); break;
            case 18: Label(place); break;
            case 16 when Body == BodyKind.Stream && place.MayYield: source.Line($"yield return {expressions.Int(2)};"); break;
            case 0 or 1 or 2: Declaration(); break;
            case 3 or 4 or 5: Assignment(); break;
            case 6 or 7: source.Line($"Log($\"{{{expressions.Int(2)}}}\");"); break;
            case 8 or 9 or 10: Wait(place); break;
            case 11: Exit(place); break;
            case 12: source.Line(random.Next(2) == 0 ? $"if ({expressions.Bool(1)}) Throw(\"t{random.Next(9)}\");" : $"if ({expressions.Bool(1)}) Fail(\"f{random.Next(9)}\").Await();"); break;
            case 13: Deconstruction(); break;
            case 14: OutVariable(); break;
            case 15: source.Line($"fs.Add({expressions.Of(Kind.Func, 2)});"); break;
            default: source.Line($"Sum({expressions.Int(2)}, {expressions.Int(2)});"); break;
        }
    }

    private void Declaration()
    {
        var kind = (Kind)random.Next(13);
        var name = source.NewName("v");
        var type = kind == Kind.Func || random.Next(2) == 0 || kind is Kind.Object or Kind.NullableInt or Kind.Pair ? Expressions.TypeName(kind) : "var";
        source.Line($"{type} {name} = {expressions.Of(kind, 3)};");
        source.Declare(name, kind);
    }

    /// <summary>A lambda whose delegate has no name, used around a wait.</summary>
    private void Delegate(Place place)
    {
        string name = source.NewName("g"), parameter = source.NewName("q");
        source.Line(random.Next(3) switch
        {
            0 => $"var {name} = (int {parameter} = {random.Next(9)}) => {parameter} + 1;",
            1 => $"var {name} = (params int[] {parameter}) => {parameter}.Length;",
            _ => $"var {name} = (int {parameter} = 2, string s = \"x\") => {parameter} * s.Length;",
        });
        Wait(place);
        source.Line($"Log($\"{{{name}()}} {{{name}(3)}}\");");
    }

    /// <summary>A label, and a variable behind it, in whatever block this is.</summary>
    private void Label(Place place)
    {
        string label = source.NewName("Again"), count = source.NewName("k"), next = source.NewName("y");
        source.Line($"var {count} = 0;");
        source.Line($"{label}:");
        source.Line($"var {next} = {count} + 1;");
        source.Line($"{count} = {next};");
        if (random.Next(2) == 0)
            Wait(place);
        source.Line($"if ({count} < {random.Next(1, 4)}) goto {label};");
        source.Declare(next, Kind.Int, isReadOnly: true);
    }

    private void Assignment()
    {
        switch (random.Next(10))
        {
            case 0 or 1 when source.Pick(Kind.Int, toAssign: true) is { } v:
                source.Line($"{v.Name} {Operator()} {expressions.Int(3)};");
                break;
            case 2 or 3 when source.Pick(Kind.Array) is { } a:
                source.Line($"{a.Name}[{expressions.Int(2)} & 3] {Operator()} {expressions.Int(3)};");
                break;
            case 4 when source.Pick(Kind.Box) is { } b:
                source.Line($"{b.Name}.{Pick("Value", "Field")} {Operator()} {expressions.Int(3)};");
                break;
            case 5 when source.Pick(Kind.Box) is { } b:
                source.Line($"{b.Name}[{expressions.Int(2)} & 7] {Operator()} {expressions.Int(3)};");
                break;
            case 6 when source.Pick(Kind.Text, toAssign: true) is { } t:
                source.Line($"{t.Name} {Pick("=", "+=")} {expressions.Text(2)};");
                break;
            case 7 when source.Pick(Kind.NullableInt, toAssign: true) is { } n:
                source.Line($"{n.Name} {Pick("=", "??=", "+=")} {expressions.Int(2)};");
                break;
            case 8 when source.Pick(Kind.Array) is { } a:
                source.Line($"{a.Name}[{expressions.Int(2)} & 3]{Pick("++", "--")};");
                break;
            case 0 or 1 or 2 when source.Pick(Kind.Counter, toAssign: true) is { } c:
                source.Line($"{c.Name}.Count {Operator()} {expressions.Int(2)};");
                break;
            case 9 when source.Pick(Kind.Pair, toAssign: true) is { } p:
                source.Line($"{p.Name}.{Pick($"A += {expressions.Int(2)}", $"B = {expressions.Text(2)}")};");
                break;
            default:
                if (source.Pick(Kind.Box) is { } box)
                    source.Line($"{box.Name}{Pick("?.Value = ", "?.Value += ", ".Value -= ")}{expressions.Int(2)};");
                else
                    Declaration();
                break;
        }
    }

    private void Deconstruction()
    {
        if (source.Pick(Kind.Int, toAssign: true) is { } x && source.Pick(Kind.Int, toAssign: true) is { } y && x != y && random.Next(2) == 0)
        {
            source.Line($"({x.Name}, {y.Name}) = ({expressions.Int(2)}, {expressions.Int(2)});");
            return;
        }
        string a = source.NewName("d"), b = source.NewName("d");
        source.Line($"var ({a}, {b}) = ({expressions.Int(2)}, {expressions.Text(2)});");
        source.Declare(a, Kind.Int);
        source.Declare(b, Kind.Text);
    }

    private void OutVariable()
    {
        var name = source.NewName("o");
        source.Line(random.Next(2) == 0 ? $"int.TryParse({expressions.Text(2)}, out var {name});" : $"Halve({expressions.Int(2)}, out var {name});");
        source.Declare(name, Kind.Int);
    }

    private void Wait(Place place)
    {
        var wait = random.Next(5) switch
        {
            0 => $"Value({expressions.Int(2)})",
            1 => $"LaterStep({expressions.Int(2)})",
            2 => $"NowStep({expressions.Int(2)})",
            _ => $"Step({expressions.Int(2)})",
        };
        source.Line(place.MayYield && Body != BodyKind.Stream && random.Next(2) == 0 ? $"yield return {wait};" : $"{wait}.Await();");
    }

    /// <summary>A jump out of here, under a condition.</summary>
    private void Exit(Place place)
    {
        var jumps = new List<string>();
        if (place.MayLeaveLoop)
            jumps.AddRange(place.IsInSwitch ? ["continue;"] : ["continue;", "break;"]);
        if (place.MayExit)
            jumps.Add(Body == BodyKind.Int ? $"{{ SetResult<int>({expressions.Int(1)}); yield break; }}" : "yield break;");
        if (place is { MayExit: true, MayYield: true } && Body != BodyKind.Plain)
            jumps.Add($"yield return {expressions.Int(2)};");
        if (jumps.Count > 0)
            source.Line($"if ({expressions.Bool(2)}) {jumps[random.Next(jumps.Count)]}");
    }

    private void If(Place place)
    {
        var name = source.NewName("i");
        var isPattern = random.Next(3) == 0;
        var condition = isPattern ? $"{expressions.Of(Kind.Object, 2)} is int {name} && {expressions.Bool(1)}" : expressions.Bool(3);
        source.Block($"if ({condition})", () =>
        {
            if (isPattern)
                source.Declare(name, Kind.Int);
            Some(place.Nested(), 3);
        });
        if (random.Next(2) == 0)
            source.Block("else", () => Some(place.Nested(), 3));
    }

    private void Switch(Place place)
    {
        var inside = place.InSwitch();
        if (random.Next(2) == 0)
        {
            source.Block($"switch ({expressions.Int(2)})", () =>
            {
                Section("case 0:\n", inside);
                Section("case 1 or 2:\n", inside);
                var name = source.NewName("c");
                Section($"case var {name} when See({name}) > 4:\n", inside, name);
                Section("default:\n", inside);
            });
            return;
        }
        source.Block($"switch ({expressions.Of(Kind.Object, 2)})", () =>
        {
            string n = source.NewName("c"), s = source.NewName("c");
            Section($"case int {n} when {n} > 2:\n", inside, n);
            Section("case int:\n", inside);
            Section($"case string {{ Length: var {s} }}:\n", inside, s);
            Section("case Box { Field: > 3 } or null:\n", inside);
            if (random.Next(2) == 0)
                Section("default:\n", inside);
        });
    }

    private void Section(string label, Place place, string? variable = null)
    {
        source.Line(label.TrimEnd());
        source.Block(null, () =>
        {
            if (variable is not null)
                source.Declare(variable, Kind.Int);
            Some(place, 2);
            source.Line("break;");
        });
    }

    private void TryFinally(Place place)
    {
        source.Block("try", () => Some(place.Nested(), 3));
        Finally(place);
    }

    private void TryCatch(Place place)
    {
        var withFinally = random.Next(3) == 0;
        source.Block("try", () =>
        {
            Some(place.WithoutYield(), 3);
            if (random.Next(2) == 0)
                source.Line(Pick("Throw(\"thrown\");", "Fail(\"failed\").Await();", "throw new ArgumentException(\"argument\");"));
        });
        if (random.Next(3) == 0)
        {
            source.Block("catch (ArgumentException)", () => Some(place.WithoutYield(), 2));
        }
        var name = source.NewName("e");
        var declaration = random.Next(4) switch
        {
            0 => "catch",
            // a filter that logs would show that async code runs an inner finally first where that waits
            1 => $"catch (InvalidOperationException {name}) when ({name}.Message.Length > {random.Next(9)})",
            2 => $"catch (Exception {name})",
            _ => $"catch (InvalidOperationException {name})",
        };
        source.Block(declaration, () =>
        {
            if (declaration.Contains(name + ")", StringComparison.Ordinal))
                source.Line($"Log({name}.Message);");
            Some(place.WithoutYield(), 3);
            if (random.Next(4) == 0)
                source.Line("throw;");
        });
        if (withFinally)
            Finally(place);
    }

    // C#'s async streams leave a foreach in a finally too early where it has a try with a wait in it, and the consumer has left: nothing is nested there
    private void Finally(Place place) =>
        source.Block("finally", () => Some(Body == BodyKind.Stream ? place.InFinally() with { Depth = DeepestNesting } : place.InFinally(), 2));

    private void Using(Place place)
    {
        var name = source.NewName("r");
        switch (random.Next(3))
        {
            case 0:
                source.Block($"using (var {name} = new Resource({expressions.Text(2)}))", () => Some(place.Nested(), 3));
                break;
            case 1:
                source.Block(null, () =>
                {
                    source.Line($"using var {name} = new Resource({expressions.Text(2)});");
                    Some(place.Nested(), 3);
                });
                break;
            default:
                source.Block($"using ({expressions.Bool(1)} ? new Resource(\"maybe\") : null)", () => Some(place.Nested(), 3));
                break;
        }
    }

    private void LocalFunction()
    {
        var name = source.NewName("f");
        var before = expressions.WithoutWaits;
        expressions.WithoutWaits = true;
        source.Line($"int {name}() => {expressions.Int(2)};");
        expressions.WithoutWaits = before;
        source.Declare(name, Kind.Func, isReadOnly: true);
    }

    private string Operator() => Pick("=", "+=", "-=", "*=", "^=", "|=");

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}

namespace CoroutineDsl.Fuzz.Generation;

/// <summary>Writes random expressions of a given type, with waits in any position.</summary>
internal sealed class Expressions(Random random, SourceWriter source, IReadOnlyList<string> children)
{
    /// <summary>Where nothing may wait: lambdas and filters.</summary>
    public bool WithoutWaits { get; set; }

    public string Of(Kind kind, int depth) => kind switch
    {
        Kind.Int => Int(depth),
        Kind.Bool => Bool(depth),
        Kind.Text => Text(depth),
        Kind.Object => Object(depth),
        Kind.NullableInt => NullableInt(depth),
        Kind.Array => Array(depth),
        Kind.Box => Box(depth),
        Kind.Func => Func(depth),
        Kind.Counter => "new Counter()",
        Kind.Point => Point(depth),
        Kind.Conv => Conv(depth),
        Kind.Rope => Rope(depth),
        _ => Pair(depth),
    };

    /// <summary>The name of the type in a declaration.</summary>
    public static string TypeName(Kind kind) => kind switch
    {
        Kind.Int => "int",
        Kind.Bool => "bool",
        Kind.Text => "string",
        Kind.Object => "object",
        Kind.NullableInt => "int?",
        Kind.Array => "int[]",
        Kind.Box => "Box",
        Kind.Func => "Func<int>",
        Kind.Counter => "Counter",
        Kind.Point => "Point",
        Kind.Conv => "Conv",
        Kind.Rope => "Rope",
        _ => "(int A, string B)",
    };

    public string Int(int depth)
    {
        if (depth <= 0 || random.Next(5) == 0)
            return Variable(Kind.Int) ?? Literal();
        return random.Next(WithoutWaits ? 27 : 39) switch
        {
            0 or 1 => Variable(Kind.Int) ?? Literal(),
            2 or 3 => $"({Int(depth - 1)} {Pick("+", "-", "*", "&", "|", "^")} {Int(depth - 1)})",
            4 => $"({Int(depth - 1)} {Pick("/", "%")} See({Int(depth - 1)}))",
            5 => $"See({Int(depth - 1)})",
            6 => $"({Bool(depth - 1)} ? {Int(depth - 1)} : {Int(depth - 1)})",
            7 => $"Sum({Int(depth - 1)}, {Int(depth - 1)}, {Int(depth - 1)})",
            8 => $"{Array(depth - 1)}[{Int(depth - 1)} & 3]",
            9 => $"{Box(depth - 1)}{Pick(".Value", ".Field", $"[{Int(depth - 1)} & 7]", $".Add({Int(depth - 1)}).Field")}",
            10 => source.Pick(Kind.Int, toAssign: true) is { } v ? $"({v.Name} {Pick("=", "+=", "-=", "^=")} {Int(depth - 1)})" : Literal(),
            11 => source.Pick(Kind.Int, toAssign: true) is { } v ? Pick($"{v.Name}++", $"--{v.Name}") : Literal(),
            12 => $"({NullableInt(depth - 1)} ?? {Int(depth - 1)})",
            13 => $"{Text(depth - 1)}.Length",
            14 => source.Pick(Kind.Func) is { } f ? $"{f.Name}()" : Literal(),
            15 => $"{Pair(depth - 1)}.A",
            16 => SwitchExpression(depth),
            17 => $"{Pick("checked", "unchecked")}({Int(depth - 1)} + {Int(depth - 1)})",
            18 => $"({Object(depth - 1)} is int {source.NewName("p")} ? 1 : {Int(depth - 1)})",
            19 => source.Pick(Kind.Counter, toAssign: true) is { } c ? $"{c.Name}{Pick(".Bump()", $".Add({Int(depth - 1)})", ".Count")}" : Literal(),
            20 => $"{Point(depth - 1)}{Pick(".X", ".Y")}",
            21 => source.Pick(Kind.Int, toAssign: true) is { } r ? $"Bump(ref {r.Name}, {Int(depth - 1)})"
                : source.Pick(Kind.Array) is { } a ? $"Bump(ref {a.Name}[{Int(depth - 1)} & 3], {Int(depth - 1)})" : Literal(),
            22 => $"({Bool(depth - 1)} ? {Int(depth - 1)} : throw new InvalidOperationException(\"thrown in an expression\"))",
            23 => $"(({Bool(depth - 1)} ? {Box(depth - 1)} : null)?.Add({Int(depth - 1)}).Field ?? {Int(depth - 1)})",
            24 => $"({Array(depth - 1)} is [var {source.NewName("h")}, .., > 2] ? {Int(depth - 1)} : {Int(depth - 1)})",
            25 => $"({Conv(depth - 1)} {Pick("+", "-", "&")} {Int(depth - 1)})",
            26 => Pick($"Sum({Conv(depth - 1)}, {Int(depth - 1)})", $"{Array(depth - 1)}[{Conv(depth - 1)} & 3]"),
            27 or 33 or 34 => $"Value({Int(depth - 1)}).Await()",
            35 or 36 => $"Changed({Conv(depth - 1)}, {Int(depth - 1)}).Await()",
            37 => $"Sum([{Conv(depth - 1)}, {Int(depth - 1)}])",
            28 => $"Later({Int(depth - 1)}).Await()",
            29 => $"Now({Int(depth - 1)}).Await()",
            30 => $"Child({Int(depth - 1)}).Await()",
            31 => $"Sum([{Int(depth - 1)}, .. {Array(depth - 1)}, {Int(depth - 1)}])",
            32 => $"(Value({Box(depth - 1)}).Await()?.Field ?? {Int(depth - 1)})",
            _ => children.Count > 0 ? $"{children[random.Next(children.Count)]}({Int(depth - 1)}).Await()" : $"Value({Int(depth - 1)}).Await()",
        };
    }

    public string Bool(int depth)
    {
        if (depth <= 0)
            return Variable(Kind.Bool) ?? $"{Variable(Kind.Int) ?? "See(1)"} > 1";
        return random.Next(WithoutWaits ? 8 : 10) switch
        {
            0 => Variable(Kind.Bool) ?? $"See({Pick("true", "false")})",
            1 or 2 => $"({Int(depth - 1)} {Pick("<", ">", "==", "!=", "<=")} {Int(depth - 1)})",
            3 => $"({Bool(depth - 1)} {Pick("&&", "||", "&", "|", "^")} {Bool(depth - 1)})",
            4 => $"!({Bool(depth - 1)})",
            5 => $"({Object(depth - 1)} is {Pick("string", "null", "int and > 2", "not null", "Box { Field: > 1 }")})",
            6 => $"({Text(depth - 1)} == {Text(depth - 1)})",
            7 => $"({Int(depth - 1)} is > 1 and < 9)",
            _ => $"Value({Bool(depth - 1)}).Await()",
        };
    }

    public string Text(int depth)
    {
        if (depth <= 0)
            return Variable(Kind.Text) ?? $"\"t{random.Next(5)}\"";
        return random.Next(WithoutWaits ? 6 : 10) switch
        {
            0 => Variable(Kind.Text) ?? $"\"t{random.Next(5)}\"",
            1 => $"({Text(depth - 1)} + {Int(depth - 1)})",
            2 => $"$\"{{{Int(depth - 1)}}}-{{{Interpolable(Text(depth - 1))},3}}\"",
            3 => $"Join({Int(depth - 1)}, {Text(depth - 1)})",
            4 => $"{Pair(depth - 1)}.B",
            5 => $"({Pick(Rope(depth - 1), Object(depth - 1), Int(depth - 1))} + {Text(depth - 1)})",
            6 or 7 => $"Grown({Rope(depth - 1)}, {Text(depth - 1)}).Await()",
            8 => $"Later({Text(depth - 1)}).Await()",
            _ => $"Value({Text(depth - 1)}).Await()",
        };
    }

    private string Object(int depth) => random.Next(WithoutWaits ? 4 : 5) switch
    {
        0 => Variable(Kind.Object) ?? "(object)1",
        1 => $"(object){Parenthesized(Int(depth - 1))}",
        2 => $"(object){Parenthesized(Text(depth - 1))}",
        3 => $"(object){Parenthesized(Box(depth - 1))}",
        _ => $"Value<object>({Int(depth - 1)}).Await()",
    };

    private string NullableInt(int depth) => random.Next(WithoutWaits ? 2 : 3) switch
    {
        0 => Variable(Kind.NullableInt) ?? "(int?)null",
        1 => $"({Bool(depth - 1)} ? {Int(depth - 1)} : (int?)null)",
        _ => $"Value<int?>({Pick("null", Int(depth - 1))}).Await()",
    };

    private string Array(int depth) => Variable(Kind.Array) is { } name && random.Next(4) > 0 ? name
        : random.Next(3) == 0 && !WithoutWaits ? $"Value(new[] {{ {Int(depth - 1)}, 2, {Int(depth - 1)}, 4 }}).Await()"
        : $"new[] {{ {Int(depth - 1)}, {Int(depth - 1)}, 3, 4 }}";

    private string Box(int depth) => Variable(Kind.Box) is { } name && random.Next(4) > 0 ? name
        : random.Next(3) == 0 && !WithoutWaits ? $"Value(new Box({Int(depth - 1)})).Await()"
        : $"new Box({Int(depth - 1)}) {{ Value = {Int(depth - 1)} }}";

    private string Func(int depth)
    {
        var before = WithoutWaits;
        WithoutWaits = true;
        var captured = source.Pick(Kind.Int, toAssign: true);
        var body = random.Next(3) switch
        {
            0 when captured is not null => $"{captured.Name}++",
            1 when captured is not null => $"{captured.Name} += {Int(depth - 1)}",
            _ => Int(depth - 1),
        };
        WithoutWaits = before;
        return $"() => {body}";
    }

    private string Pair(int depth) => Variable(Kind.Pair) is { } name && random.Next(2) > 0 ? name
        : random.Next(3) == 0 && !WithoutWaits ? $"Paired({Int(depth - 1)}).Await()"
        : $"(A: {Int(depth - 1)}, B: {Text(depth - 1)})";

    private string Conv(int depth) => Variable(Kind.Conv) is { } name && random.Next(4) > 0 ? name : $"new Conv({Int(depth - 1)})";

    private string Rope(int depth) => Variable(Kind.Rope) is { } name && random.Next(4) > 0 ? name : $"new Rope({Text(depth - 1)})";

    private string Point(int depth) => Variable(Kind.Point) is { } name && random.Next(3) > 0
        ? random.Next(2) == 0 ? name : $"({name} with {{ X = {Int(depth - 1)} }})"
        : $"new Point({Int(depth - 1)}, {Int(depth - 1)})";

    private string SwitchExpression(int depth)
    {
        var name = source.NewName("s");
        return $"({Int(depth - 1)} switch {{ 1 => {Int(depth - 1)}, 2 or 3 => {Int(depth - 1)}, var {name} when See({name}) > 5 => {name} + {Int(depth - 1)}, _ => {Int(depth - 1)} }})";
    }

    private string? Variable(Kind kind) => source.Pick(kind)?.Name;

    private string Literal() => $"{random.Next(0, 7)}";

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private static string Parenthesized(string expression) => $"({expression})";

    /// <summary>In an interpolation hole a conditional or a colon needs parentheses.</summary>
    private static string Interpolable(string expression) => Parenthesized(expression);
}

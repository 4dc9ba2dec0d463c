namespace CoroutineDsl.Fuzz.Generation;

/// <summary>The types that random programs compute with.</summary>
internal enum Kind
{
    Int,
    Bool,
    Text,
    Object,
    NullableInt,
    Array,
    Box,
    Func,
    Pair,
    Counter,
    Point,
    Conv,
    Rope,
}

/// <summary>What a body may give.</summary>
internal enum BodyKind
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>A number at its end.</summary>
    Int,

    /// <summary>Numbers, one after another.</summary>
    Stream,
}

/// <summary>A variable that may be used here. A read-only one may not be assigned.</summary>
internal sealed record Variable(string Name, Kind Kind, bool IsReadOnly);

/// <summary>What the text being written may do, by where it stands.</summary>
internal sealed record Place(bool MayYield, bool MayExit, bool MayLeaveLoop, bool IsInSwitch, int Loops, int Depth)
{
    /// <summary>The body of a method.</summary>
    public static readonly Place Body = new(MayYield: true, MayExit: true, MayLeaveLoop: false, IsInSwitch: false, Loops: 0, Depth: 0);

    /// <summary>The body of a loop.</summary>
    public Place InLoop() => this with { MayLeaveLoop = true, IsInSwitch = false, Loops = Loops + 1, Depth = Depth + 1 };

    /// <summary>A section of a switch: <c>break</c> is the switch's own.</summary>
    public Place InSwitch() => this with { IsInSwitch = true, Depth = Depth + 1 };

    /// <summary>Where C# forbids <c>yield return</c>: a try with a catch, and the catch.</summary>
    public Place WithoutYield() => this with { MayYield = false, Depth = Depth + 1 };

    /// <summary>A finally, which nothing may leave by a jump.</summary>
    public Place InFinally() => this with { MayYield = false, MayExit = false, MayLeaveLoop = false, IsInSwitch = false, Depth = Depth + 1 };

    /// <summary>Any other nested block.</summary>
    public Place Nested() => this with { Depth = Depth + 1 };
}

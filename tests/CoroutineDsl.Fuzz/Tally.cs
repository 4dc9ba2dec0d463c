namespace CoroutineDsl.Fuzz;

/// <summary>What came of all programs.</summary>
internal sealed class Tally
{
    public int Programs { get; set; }
    public int Mismatches { get; set; }
    public int CompileErrors { get; set; }
    public int Refused { get; set; }

    /// <summary>Coroutines that the safety net caught: mistakes of the lowering that broke no build.</summary>
    public int Caught { get; set; }

    public int Runs { get; set; }

    public bool IsClean => Mismatches == 0 && CompileErrors == 0 && Caught == 0;

    public override string ToString() =>
        $"{Programs} programs, {Runs} runs compared: {Mismatches} mismatches, {CompileErrors} compile errors, {Refused} refused, {Caught} caught by the safety net";
}

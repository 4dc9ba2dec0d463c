namespace CoroutineDsl.Fuzz;

/// <summary>What came of all programs.</summary>
internal sealed class Tally
{
    public int Programs { get; set; }
    public int Mismatches { get; set; }
    public int CompileErrors { get; set; }
    public int Refused { get; set; }
    public int Runs { get; set; }

    public bool IsClean => Mismatches == 0 && CompileErrors == 0;

    public override string ToString() =>
        $"{Programs} programs, {Runs} runs compared: {Mismatches} mismatches, {CompileErrors} compile errors, {Refused} refused";
}

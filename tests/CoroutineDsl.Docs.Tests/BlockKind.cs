namespace CoroutineDsl.Docs.Tests;

/// <summary>What a C# block is a part of, which the first word of its marker says.</summary>
internal enum BlockKind
{
    /// <summary>A whole file: what stands unmarked.</summary>
    Program,

    /// <summary>Types, after the usual usings.</summary>
    Types,

    /// <summary>Members of a partial class.</summary>
    Members,

    /// <summary>Statements of the main program.</summary>
    Statements,

    /// <summary>Statements of a coroutine, which the main program waits for.</summary>
    Coroutine,

    /// <summary>Lines that the generator writes for the block before.</summary>
    Generated,
}

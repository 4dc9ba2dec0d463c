using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>How every test compiles its source: against this process' framework, the runtime and the package of jobs, with the usings of an ordinary program.</summary>
internal static class TestCompilation
{
    internal static readonly CSharpParseOptions Parse = new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("InterceptorsNamespaces", "CoroutineDsl.Generated")]);

    // warningLevel: the API's default is 4, the compiler's own is 10
    internal static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary, warningLevel: 9999, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);

    internal static readonly ImmutableArray<MetadataReference> References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
         MetadataReference.CreateFromFile(typeof(Greenlet).Assembly.Location),
         MetadataReference.CreateFromFile(typeof(CoroutineDsl.Jobs.JobAttribute).Assembly.Location)];

    internal const string Usings = """
        global using System;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net;
        global using System.Net.Http;
        global using System.Net.Sockets;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using CoroutineDsl;
        global using static CoroutineDsl.Coroutine;
        global using static CoroutineDsl.Greenlet;
        """;

    internal static CSharpCompilation Of(params string[] sources) => CSharpCompilation.Create(
        "Tests",
        [.. sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Parse, path: $"Source{i}.cs")),
         CSharpSyntaxTree.ParseText(Usings, Parse, path: "Usings.cs")],
        References,
        OptionsFor(sources));

    /// <summary>A program where there are statements at the top, else a library.</summary>
    internal static CSharpCompilationOptions OptionsFor(params string[] sources) =>
        sources.Any(source => CSharpSyntaxTree.ParseText(source, Parse).GetCompilationUnitRoot().Members.Any(member => member is GlobalStatementSyntax))
            ? Options.WithOutputKind(OutputKind.ConsoleApplication)
            : Options;

    internal static Diagnostic? FirstError(this Compilation compilation) =>
        compilation.GetDiagnostics().FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
}

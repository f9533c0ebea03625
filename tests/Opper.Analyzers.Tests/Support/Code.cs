using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Opper.Analyzers.Tests;

/// <summary>Compiles programs with all references of the tests.</summary>
internal static class Code
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Latest);

    private static readonly MetadataReference[] Platform = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(static path => path != typeof(Code).Assembly.Location).Select(static path => MetadataReference.CreateFromFile(path))];

    public static IReadOnlyList<MetadataReference> References => Platform;

    /// <summary>The types of this assembly, as seen by a program that references it.</summary>
    public static MetadataReference Itself { get; } = MetadataReference.CreateFromFile(typeof(Code).Assembly.Location);

    public static CSharpCompilation Compile(IEnumerable<string> sources, params MetadataReference[] more)
    {
        var compilation = CSharpCompilation.Create(
            "app",
            sources.Prepend(Usings).Select(static source => CSharpSyntaxTree.ParseText(source, Parsing)),
            Platform.Concat(more),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        Assert.That(compilation.GetDiagnostics().Where(static diagnostic => diagnostic.Severity == DiagnosticSeverity.Error), Is.Empty);
        return compilation;
    }

    /// <summary>The source files of the types, which are in this assembly too.</summary>
    public static IEnumerable<string> Shapes() => new[] { "Opper.TypeCorpus", "Opper.Analyzers.Tests" }
        .SelectMany(static project => Directory.GetFiles(Path.Combine(Repository.Root, "tests", project, "Shapes"), "*.cs"))
        .Select(File.ReadAllText);
}

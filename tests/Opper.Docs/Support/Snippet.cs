using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Opper.Docs.Support;

/// <summary>A snippet as a program of its own, with the implicit usings of a console application.</summary>
internal static partial class Snippet
{
    private const string Implicit = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks; global using Opper;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("Opper.Docs", StringComparison.Ordinal))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray());

    // JSON contexts are written by System.Text.Json's generator, which comes with the SDK.
    private static readonly Lazy<ISourceGenerator[]> Generators = new(static () =>
    {
        var packs = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs",
            "Microsoft.NETCore.App.Ref"));
        var file = Directory.EnumerateFiles(packs, "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        return [.. new AnalyzerFileReference(file, new Loader()).GetGenerators(LanguageNames.CSharp)];
    });

    public static CSharpCompilation Compile(string code)
    {
        // A snippet that makes no client goes on with one made before.
        if (!Client().IsMatch(code))
        {
            code = Usings().Replace(code, "$0var opper = new OpperClient();\n", 1);
        }

        var compilation = CSharpCompilation.Create(
            $"Snippet{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(Implicit)],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable,
                // The SDK suppresses these two in every build as well: an assembly compiled against an older framework.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));
        if (code.Contains(nameof(System.Text.Json.Serialization.JsonSerializerContext), StringComparison.Ordinal))
        {
            CSharpGeneratorDriver.Create(Generators.Value).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
            compilation = (CSharpCompilation)generated;
        }

        return compilation;
    }

    public static IEnumerable<string> Problems(CSharpCompilation compilation) =>
        compilation.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning).Select(problem => problem.ToString());

    [GeneratedRegex(@"\bopper = |OpperClient opper\b")]
    private static partial Regex Client();

    [GeneratedRegex(@"^\s*((using [\w.]+;|using [\w.]+ = [^;]+;)\s*)*")]
    private static partial Regex Usings();

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Opper.Conventions;

/// <summary>Every C# snippet of a README compiles as a program of its own, with no warning.</summary>
public sealed class ReadmeTests
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using Opper;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() => ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(path => !Path.GetFileName(path).StartsWith("Opper.Conventions", StringComparison.Ordinal))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray());

    private static IEnumerable<TestCaseData> Snippets()
    {
        var number = 0;
        foreach (var file in Repository.Files(string.Empty, "README.md").Order(StringComparer.Ordinal))
        {
            var readme = File.ReadAllText(Path.Combine(Repository.Root, file));
            foreach (Match match in Regex.Matches(readme, @"^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture))
            {
                yield return new TestCaseData(match.Groups["code"].Value).SetName($"{file.Replace('/', '_').Replace('.', '_')}_snippet_{++number}");
            }
        }

        Assert.That(number, Is.GreaterThanOrEqualTo(10), "the snippets were not found");
    }

    // Contexts are written by System.Text.Json's generator, which comes with the SDK.
    private static Lazy<ISourceGenerator[]> Generator { get; } = new(static () =>
    {
        var packs = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "packs", "Microsoft.NETCore.App.Ref"));
        var file = Directory.EnumerateFiles(packs, "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();
        return [.. new Microsoft.CodeAnalysis.Diagnostics.AnalyzerFileReference(file, new Loader()).GetGenerators(LanguageNames.CSharp)];
    });

    private static IEnumerable<TestCaseData> Lines()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var table = readme[readme.IndexOf("| by hand there | here |", StringComparison.Ordinal)..].Split("\n\n")[0];
        return table.Split('\n').Skip(2).Select((row, number) => new TestCaseData(Regex.Match(row, @"^\|[^|]*\| `([^`]*)`").Groups[1].Value).SetName($"README_comparison_{number + 1}"));
    }

    [Test]
    public void The_comparison_goes_through_all_thirteen() => Assert.That(Lines().Count(), Is.EqualTo(13));

    [TestCaseSource(nameof(Lines))]
    public void A_line_of_the_comparison_compiles(string line) => A_snippet_compiles($$"""
        using Opper.Emulator;
        #pragma warning disable CS0219, CS8321
        var opper = new OpperClient();
        var (id, spanId, text) = ("id", "id", "text");
        await Task.CompletedTask;
        {{line}}
        record Invoice(string Vendor, decimal Total);
        """);

    [TestCaseSource(nameof(Snippets))]
    public void A_snippet_compiles(string code)
    {
        // A snippet that says its usings is whole; others go on with a client made before.
        if (!code.TrimStart().StartsWith("using ", StringComparison.Ordinal) && !code.Contains("OpperClient opper", StringComparison.Ordinal))
        {
            code = "var opper = new OpperClient();\n" + code;
        }

        var compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(code), CSharpSyntaxTree.ParseText(Usings)],
            References.Value,
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                nullableContextOptions: NullableContextOptions.Enable,
                // The SDK leaves these two out of every build as well: an assembly made against an older framework.
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS1702", ReportDiagnostic.Suppress)]));

        if (code.Contains(nameof(System.Text.Json.Serialization.JsonSerializerContext), StringComparison.Ordinal))
        {
            CSharpGeneratorDriver.Create(Generator.Value).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
            compilation = (CSharpCompilation)generated;
        }

        var problems = compilation.GetDiagnostics().Where(problem => problem.Severity >= DiagnosticSeverity.Warning).Select(problem => problem.ToString());
        Assert.That(problems, Is.Empty, code);
    }

    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public System.Reflection.Assembly LoadFromPath(string fullPath) => System.Reflection.Assembly.LoadFrom(fullPath);
    }
}

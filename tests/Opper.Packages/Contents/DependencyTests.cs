using System.Text;

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Opper.Packages.Contents;

/// <summary>The dependencies of a package, as restored in a project that has no other.</summary>
public sealed class DependencyTests
{
    private const string UpdateVariable = "OPPER_UPDATE_DEPENDENCIES";
    private const string Web = "net10.0 with ASP.NET Core";

    private static readonly string[] Generators = ["NSwag", "NJsonSchema", "PolySharp", "Namotion"];

    private static readonly (string Package, string[] Frameworks)[] Asked =
    [
        ("Opper", ["net10.0", Web, "net8.0", "net472"]),
        ("Opper.Aspire", ["net10.0", Web, "net8.0"]),
        ("Opper.Aspire.Hosting", ["net10.0"]),
        ("Opper.Extensions.AI", ["net10.0", Web, "net8.0", "net472"]),
        ("Opper.HealthChecks", ["net10.0", Web, "net8.0", "net472"]),
        ("Opper.ModelContextProtocol", ["net10.0", Web, "net8.0", "net472"]),
        ("Opper.OpenTelemetry", ["net10.0", Web, "net8.0", "net472"]),
        ("Opper.Batch", ["net10.0", Web, "net8.0"]),
        ("Opper.Batch.Orleans", ["net10.0", Web]),
        ("Opper.Emulator", [Web]),
        ("Opper.Evaluation", ["net10.0", Web, "net8.0"]),
    ];

    private static readonly Dictionary<(string Package, string Framework), (List<string> Direct, List<string> Transitive)> Found = [];

    [OneTimeSetUp]
    public async Task AskAsync()
    {
        foreach (var (package, framework) in Asked.SelectMany(asked => asked.Frameworks.Select(framework => (asked.Package, framework))))
        {
            Found[(package, framework)] = (DirectOf(package, framework), await TransitiveAsync(package, framework));
        }
    }

    [Test]
    public void Dependencies_match_the_reviewed_list()
    {
        var file = Path.Combine(Repository.Root, "tests", "Opper.Packages", "Data", "dependencies.txt");
        var text = new StringBuilder();
        foreach (var (key, (direct, transitive)) in Found)
        {
            text.Append($"{key.Package} on {key.Framework}: {direct.Count} direct, {transitive.Count} in all\n");
            transitive.ForEach(name => text.Append(direct.Contains(name) ? "* " : "  ").Append(name).Append('\n'));
        }

        if (Environment.GetEnvironmentVariable(UpdateVariable) == "1")
        {
            File.WriteAllText(file, text.ToString());
        }

        Assert.That(text.ToString(), Is.EqualTo(File.ReadAllText(file)),
            $"If that is meant: {UpdateVariable}=1 dotnet test tests/Opper.Packages --filter {nameof(DependencyTests)}");
    }

    [Test]
    public void No_code_generator_is_a_dependency() =>
        Assert.That(Found.Values.SelectMany(found => found.Direct.Concat(found.Transitive))
            .Where(name => Generators.Any(generator => name.StartsWith(generator, StringComparison.Ordinal))), Is.Empty);

    [TestCaseSource(typeof(Packed), nameof(Packed.Assemblies))]
    public void Every_dependency_is_used(string package, string path)
    {
        var assembly = Packed.Open(package).Assembly(path);
        var unused = Packed.Open(package).Dependencies(path.Split('/')[1]).Where(name => !assembly.References.Any(reference => IsPartOf(reference, name)));

        Assert.That(unused, Is.Empty);
    }

    [TestCase("Opper")]
    [TestCase("Opper.Aspire")]
    [TestCase("Opper.Aspire.Hosting")]
    [TestCase("Opper.Extensions.AI")]
    [TestCase("Opper.HealthChecks")]
    [TestCase("Opper.ModelContextProtocol")]
    [TestCase("Opper.OpenTelemetry")]
    [TestCase("Opper.Batch")]
    [TestCase("Opper.Batch.Orleans")]
    [TestCase("Opper.Emulator")]
    [TestCase("Opper.Evaluation")]
    public void The_documents_state_the_number_of_dependencies(string package)
    {
        var row = Packed.DocumentedRow(package);
        var counts = new[]
        {
            "net10.0",
            Web,
            "net8.0",
            "net472",
        }.Select(framework => Found.TryGetValue((package, framework), out var found) ? $"{found.Transitive.Count}" : "–");

        Assert.That(row[2..], Is.EqualTo(counts));
    }

    // Some packages contain assemblies with other names.
    private static bool IsPartOf(string assembly, string package) => package switch
    {
        "Scalar.AspNetCore" or "AngleSharp" or "YamlDotNet" or "DocumentFormat.OpenXml" or "Microsoft.Data.Sqlite" =>
            assembly.StartsWith(package, StringComparison.Ordinal),
        "Parquet.Net" => assembly == "Parquet",
        // It includes the runtime, against which the code is compiled.
        "Microsoft.Orleans.Server" => assembly.StartsWith("Orleans.", StringComparison.Ordinal),
        "Microsoft.Orleans.Clustering.Redis" => assembly == "Orleans.Clustering.Redis",
        "Microsoft.Orleans.Persistence.Redis" => assembly == "Orleans.Persistence.Redis",
        "PdfPig" => assembly.StartsWith("UglyToad.PdfPig", StringComparison.Ordinal),
        _ => assembly == package,
    };

    private static List<string> DirectOf(string package, string framework) =>
        [.. Packed.Open(package).Dependencies(Regex.Replace(framework, " .*", string.Empty) is "net472" ? "netstandard2.0" : framework.Split(' ')[0])];

    private static async Task<List<string>> TransitiveAsync(string package, string framework)
    {
        using var workspace = new Workspace();
        workspace.Write("app.csproj", $"""
            <Project Sdk="{(framework == Web ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk")}">
              <PropertyGroup>
                <TargetFramework>{framework.Split(' ')[0]}</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        (await workspace.RunAsync("restore")).Succeeds();
        var listed = (await workspace.RunAsync("list", "package", "--include-transitive", "--format", "json", "--no-restore")).Succeeds();
        var packages = JsonNode.Parse(
            listed.Text[listed.Text.IndexOf('{', StringComparison.Ordinal)..])!["projects"]![0]!["frameworks"]![0]!["transitivePackages"]!.AsArray();
        return [.. packages.Select(entry => entry!["id"]!.GetValue<string>())
            .Where(name => !name.StartsWith("Microsoft.NETFramework.ReferenceAssemblies", StringComparison.Ordinal))];
    }
}

using NuGet.Packaging;

namespace Opper.Packages;

/// <summary>The contents of a package of the feed.</summary>
internal sealed class Packed
{
    public static readonly string[] Ids = ["Opper", "Opper.Aspire", "Opper.Aspire.Hosting", "Opper.Extensions.AI", "Opper.HealthChecks",
        "Opper.ModelContextProtocol", "Opper.OpenTelemetry", "Opper.Emulator", "Opper.Emulator.Tool", "Opper.Tool", "Opper.Batch",
        "Opper.Batch.Orleans", "Opper.Evaluation"];

    private static readonly Dictionary<string, Packed> Opened = [];

    private readonly PackageArchiveReader _reader;

    private Packed(string file) => (File, _reader) = (file, new PackageArchiveReader(file));

    public string File { get; }

    public NuspecReader Nuspec => _reader.NuspecReader;

    /// <summary>Its files, without those of the package format.</summary>
    public IEnumerable<string> Files => _reader.GetFiles().Where(file => !file.StartsWith("_rels/", StringComparison.Ordinal)
        && !file.StartsWith("package/", StringComparison.Ordinal) && file != "[Content_Types].xml").Order(StringComparer.Ordinal);

    public static Packed Open(string id, string extension = "nupkg")
    {
        var file = Feed.Package(id, extension);
        return Opened.TryGetValue(file, out var packed) ? packed : Opened[file] = new Packed(file);
    }

    /// <summary>Our assemblies in the libraries, as package and path.</summary>
    public static IEnumerable<TestCaseData> Assemblies() =>
    [
        .. from package in new[] { "Opper", "Opper.Extensions.AI", "Opper.HealthChecks", "Opper.ModelContextProtocol", "Opper.OpenTelemetry" }
        from framework in new[] { "net10.0", "net8.0", "netstandard2.0" } select Case(package, framework),
        .. from package in new[] { "Opper.Aspire", "Opper.Aspire.Hosting" } from framework in new[] { "net10.0", "net8.0" } select Case(package, framework),
        Case("Opper.Batch", "net10.0"), Case("Opper.Batch", "net8.0"), Case("Opper.Batch.Orleans", "net10.0"),
        Case("Opper.Emulator", "net10.0"),
        Case("Opper.Evaluation", "net10.0"),
        Case("Opper.Evaluation", "net8.0"),
    ];

    /// <summary>The cells of the package's row in the table of the documents.</summary>
    public static string[] DocumentedRow(string package)
    {
        const string Table = "build/docs/project/packages.md";
        var start = $"| `{package}` |";
        var row = System.IO.File.ReadLines(Path.Combine(Repository.Root, Table)).SingleOrDefault(line => line.StartsWith(start, StringComparison.Ordinal));
        Assert.That(row, Is.Not.Null, $"{Table} has no row that begins with {start}");
        return [.. row!.Trim('|', ' ').Split('|').Select(cell => cell.Trim())];
    }

    public IReadOnlyList<string> Dependencies(string framework) =>
        [.. Nuspec.GetDependencyGroups().Single(group => group.TargetFramework.GetShortFolderName() == framework).Packages.Select(package => package.Id)];

    public byte[] Read(string path)
    {
        using var stream = _reader.GetStream(path);
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    public PackedAssembly Assembly(string path) => new(Read(path));

    /// <summary>The same, for fixtures.</summary>
    public static IEnumerable<TestFixtureData> Fixtures() => Assemblies()
        .Select(test => new TestFixtureData(test.Arguments).SetArgDisplayNames((string)test.Arguments[0]!, ((string)test.Arguments[1]!).Split('/')[1]));

    private static TestCaseData Case(string package, string framework) =>
        new TestCaseData(package, $"lib/{framework}/{package}.dll").SetArgDisplayNames(package, framework);
}

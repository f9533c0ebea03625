using System.Text;
using System.Text.RegularExpressions;

namespace Opper.Packages.Contents;

/// <summary>The contents and metadata of the packages.</summary>
public sealed class PackageTests
{
    private static readonly string[] Everywhere = ["LICENSE", "README.md", "icon.png"];

    private static IEnumerable<TestCaseData> Libraries() =>
    [
        new("Opper", new[]
        {
            "ConfigurationSchema.json", "analyzers/dotnet/cs/Opper.Analyzers.dll", "buildTransitive/Opper.props",
            "buildTransitive/Opper.targets", "contract/opper.yaml",
            "lib/net10.0/Opper.dll", "lib/net10.0/Opper.xml", "lib/net8.0/Opper.dll", "lib/net8.0/Opper.xml", "lib/netstandard2.0/Opper.dll",
            "lib/netstandard2.0/Opper.xml",
        }),
        new("Opper.Aspire", new[] { "lib/net10.0/Opper.Aspire.dll", "lib/net10.0/Opper.Aspire.xml", "lib/net8.0/Opper.Aspire.dll",
            "lib/net8.0/Opper.Aspire.xml" }),
        new("Opper.Aspire.Hosting", new[]
        {
            "lib/net10.0/Opper.Aspire.Hosting.dll", "lib/net10.0/Opper.Aspire.Hosting.xml", "lib/net8.0/Opper.Aspire.Hosting.dll",
            "lib/net8.0/Opper.Aspire.Hosting.xml",
        }),
        new("Opper.Extensions.AI", new[]
        {
            "lib/net10.0/Opper.Extensions.AI.dll", "lib/net10.0/Opper.Extensions.AI.xml", "lib/net8.0/Opper.Extensions.AI.dll",
            "lib/net8.0/Opper.Extensions.AI.xml",
            "lib/netstandard2.0/Opper.Extensions.AI.dll", "lib/netstandard2.0/Opper.Extensions.AI.xml",
        }),
        new("Opper.HealthChecks", new[]
        {
            "lib/net10.0/Opper.HealthChecks.dll", "lib/net10.0/Opper.HealthChecks.xml", "lib/net8.0/Opper.HealthChecks.dll",
            "lib/net8.0/Opper.HealthChecks.xml",
            "lib/netstandard2.0/Opper.HealthChecks.dll", "lib/netstandard2.0/Opper.HealthChecks.xml",
        }),
        new("Opper.ModelContextProtocol", new[]
        {
            "lib/net10.0/Opper.ModelContextProtocol.dll", "lib/net10.0/Opper.ModelContextProtocol.xml", "lib/net8.0/Opper.ModelContextProtocol.dll",
            "lib/net8.0/Opper.ModelContextProtocol.xml",
            "lib/netstandard2.0/Opper.ModelContextProtocol.dll", "lib/netstandard2.0/Opper.ModelContextProtocol.xml",
        }),
        new("Opper.OpenTelemetry", new[]
        {
            "lib/net10.0/Opper.OpenTelemetry.dll", "lib/net10.0/Opper.OpenTelemetry.xml", "lib/net8.0/Opper.OpenTelemetry.dll",
            "lib/net8.0/Opper.OpenTelemetry.xml",
            "lib/netstandard2.0/Opper.OpenTelemetry.dll", "lib/netstandard2.0/Opper.OpenTelemetry.xml",
        }),
        new("Opper.Batch", new[] { "lib/net10.0/Opper.Batch.dll", "lib/net10.0/Opper.Batch.xml", "lib/net8.0/Opper.Batch.dll", "lib/net8.0/Opper.Batch.xml" }),
        new("Opper.Batch.Orleans", new[] { "lib/net10.0/Opper.Batch.Orleans.dll", "lib/net10.0/Opper.Batch.Orleans.xml" }),
        new("Opper.Emulator", new[] { "lib/net10.0/Opper.Emulator.dll", "lib/net10.0/Opper.Emulator.xml" }),
        new("Opper.Evaluation", new[] { "lib/net10.0/Opper.Evaluation.dll", "lib/net10.0/Opper.Evaluation.xml", "lib/net8.0/Opper.Evaluation.dll",
            "lib/net8.0/Opper.Evaluation.xml" }),
    ];

    [TestCaseSource(nameof(Libraries))]
    public void A_package_contains_exactly_the_expected_files(string id, string[] files) =>
        Assert.That(Packed.Open(id).Files, Is.EqualTo(files.Concat(Everywhere).Append($"{id}.nuspec").Order(StringComparer.Ordinal)));

    [TestCase("Opper.Emulator.Tool", "opper-emulator")]
    [TestCase("Opper.Tool", "dotnet-opper")]
    public void A_tool_package_has_one_command(string id, string command)
    {
        var tool = Packed.Open(id);

        Assert.That(tool.Nuspec.GetPackageTypes().Select(type => type.Name), Is.EqualTo(new[] { "DotnetTool" }));
        Assert.That(Encoding.UTF8.GetString(tool.Read("tools/net10.0/any/DotnetToolSettings.xml")), Does.Contain($"Name=\"{command}\""));
        Assert.That(tool.Files, Is.SupersetOf(Everywhere));
    }

    [TestCaseSource(typeof(Packed), nameof(Packed.Ids))]
    public void A_package_has_its_metadata(string id)
    {
        var nuspec = Packed.Open(id).Nuspec;

        Assert.That(nuspec.GetId(), Is.EqualTo(id));
        Assert.That(nuspec.GetLicenseMetadata()?.License, Is.EqualTo("MIT"));
        Assert.That(nuspec.GetIcon(), Is.EqualTo("icon.png"));
        Assert.That(nuspec.GetReadme(), Is.EqualTo("README.md"));
        Assert.That(nuspec.GetDescription(), Has.Length.InRange(20, 300));
        Assert.That(nuspec.GetTags().Split(' '), Has.Length.GreaterThanOrEqualTo(3).And.Contain("opper"));
        Assert.That(nuspec.GetReleaseNotes(), Does.Contain("- "));
        Assert.That(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md")), Does.Contain(nuspec.GetReleaseNotes().ReplaceLineEndings("\n")));
        Assert.That(nuspec.GetRepositoryMetadata().Url, Is.EqualTo(Feed.RepositoryUrl));
        Assert.That(nuspec.GetRepositoryMetadata().Commit, Does.Match("^[0-9a-f]{40}$"));
    }

    [Test]
    public void Every_package_has_its_own_README()
    {
        var readmes = Packed.Ids.Select(id => Encoding.UTF8.GetString(Packed.Open(id).Read("README.md"))).ToList();

        Assert.That(readmes, Is.Unique);
        Assert.That(readmes, Has.All.StartWith("# "));
    }

    [TestCaseSource(typeof(Packed), nameof(Packed.Ids))]
    public void A_packed_README_has_absolute_links_to_existing_files(string id)
    {
        var readme = Encoding.UTF8.GetString(Packed.Open(id).Read("README.md"));
        var prose = Regex.Replace(readme, @"(?ms)^```.*?^```", string.Empty);
        var links = Regex.Matches(prose, @"\]\(([^)]+)\)").Select(match => match.Groups[1].Value).ToList();

        Assert.That(links, Is.Not.Empty.And.All.StartWith("https://"));
        Assert.That(
            from link in links
            let file = Regex.Match(link, $"^{Regex.Escape(Feed.RepositoryUrl)}/blob/[0-9a-f]{{40}}/([^#]+)")
            where file.Success && !Path.Exists(Path.Combine(Repository.Root, file.Groups[1].Value))
            select link, Is.Empty);
    }

    [TestCaseSource(typeof(Packed), nameof(Packed.Ids))]
    public void The_icon_is_a_square_PNG_of_128_pixels(string id)
    {
        var png = Packed.Open(id).Read("icon.png");

        Assert.That(png[1..4], Is.EqualTo("PNG"u8.ToArray()));
        Assert.That((png[19], png[23]), Is.EqualTo(((byte)128, (byte)128)));
    }

    [TestCaseSource(typeof(Packed), nameof(Packed.Ids))]
    public void A_package_is_at_most_as_large_as_documented(string id)
    {
        var stated = Regex.Match(Packed.DocumentedRow(id)[1], @"^(\d+(\.\d+)?) MB$");
        Assert.That(stated.Success, "the second cell is not a number of MB");
        var limit = double.Parse(stated.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture) * 1_000_000;

        Assert.That(new FileInfo(Packed.Open(id).File).Length, Is.InRange(limit * 0.6, limit));
    }

    [Test]
    public void The_packed_contract_is_that_of_the_repository() =>
        Assert.That(Packed.Open("Opper").Read("contract/opper.yaml"), Is.EqualTo(File.ReadAllBytes(Path.Combine(Repository.Root, "opper.yaml"))));
}

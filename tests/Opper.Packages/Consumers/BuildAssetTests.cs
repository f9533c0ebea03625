using System.Text.Json.Nodes;

namespace Opper.Packages.Consumers;

/// <summary>What a package provides to builds and editors.</summary>
[TestFixture("Opper")]
[TestFixture("Opper.Extensions.AI")]
public sealed class BuildAssetTests(string package)
{
    private Workspace _workspace = null!;

    [OneTimeSetUp]
    public async Task RestoreAsync()
    {
        _workspace = new Workspace();
        _workspace.Write("app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{package}" Version="{Feed.Version}" />
              </ItemGroup>
            </Project>
            """);
        (await _workspace.RunAsync("restore")).Succeeds();
    }

    [OneTimeTearDown]
    public void Delete() => _workspace.Dispose();

    [Test]
    public async Task The_package_provides_the_JSON_schema_of_appsettings()
    {
        var output = (await _workspace.RunAsync("msbuild", "-getItem:JsonSchemaSegment")).Succeeds();
        var segment = JsonNode.Parse(output.Text)!["Items"]!["JsonSchemaSegment"]!.AsArray().Single()!;

        Assert.That("appsettings.Development.json", Does.Match(segment["FilePathPattern"]!.GetValue<string>()));
        Assert.That(JsonNode.Parse(File.ReadAllText(segment["FullPath"]!.GetValue<string>()))!["properties"]!["Opper"]!["properties"]!["ApiKey"], Is.Not.Null);
    }

    [Test]
    public async Task The_package_provides_the_path_of_the_contract()
    {
        var output = (await _workspace.RunAsync("msbuild", "-getProperty:OpperContractPath")).Succeeds();

        Assert.That(File.ReadAllBytes(output.Text.Trim()), Is.EqualTo(File.ReadAllBytes(Path.Combine(Repository.Root, "opper.yaml"))));
    }
}

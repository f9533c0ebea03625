namespace Opper.Packages;

/// <summary>The packages under test in a folder that is a NuGet source: those in the folder OPPER_PACKAGES, in which they are packed if there are none
/// yet.</summary>
[SetUpFixture]
public sealed class Feed
{
    public const string Variable = "OPPER_PACKAGES";

    /// <summary>A fictitious URL, to test SourceLink.</summary>
    public const string RepositoryUrl = "https://github.com/example/opper-dotnet";

    private static readonly string Temporary = Directory.CreateTempSubdirectory("opper-packages-").FullName;

    public static string Cache { get; } = Path.Combine(Temporary, "cache");

    internal static string Folder { get; private set; } = string.Empty;

    internal static string Version { get; private set; } = string.Empty;

    [OneTimeSetUp]
    public async Task PackAsync()
    {
        Folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? Path.GetFullPath(folder) : Path.Combine(Temporary, "feed");
        if (!Directory.Exists(Folder) || Directory.GetFiles(Folder).Length == 0)
        {
            (await DotNet.RunAsync(Repository.Root, Pack)).Succeeds();
        }

        Version = Path.GetFileNameWithoutExtension(Directory.GetFiles(Folder, "Opper.Extensions.AI.*.nupkg").Single())["Opper.Extensions.AI.".Length..];
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await PackedEmulator.StopAsync();
        Directory.Delete(Temporary, recursive: true);
    }

    internal static string Package(string id, string extension = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{extension}");

    private static string[] Pack =>
    [
        "pack", "build/Opper.Packages.slnf", "-c", "Release", "-o", Folder, "--artifacts-path", Path.Combine(Repository.Root, "artifacts", "test-packages"),
        "-p:ContinuousIntegrationBuild=true", $"-p:RepositoryUrl={RepositoryUrl}", "-nodeReuse:false",
    ];
}

using System.Xml.Linq;
using CliWrap;

namespace Opper.Packages;

/// <summary>A folder outside the repository whose NuGet sources include the feed. It is deleted after the test.</summary>
internal sealed class Workspace : IDisposable
{
    // A separate cache, so that no Opper package of another build is used.
    private static readonly Dictionary<string, string?> Variables = new() { ["NUGET_PACKAGES"] = Feed.Cache };

    public Workspace()
    {
        Folder = Directory.CreateTempSubdirectory("opper-consumer-").FullName;
        new XElement(
            "configuration",
            new XElement("packageSources", new XElement("add", new XAttribute("key", "opper-packed"), new XAttribute("value", Feed.Folder)))).Save(
                PathOf("nuget.config"));
    }

    public string Folder { get; }

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
    }

    /// <summary>Runs dotnet in the folder.</summary>
    public Task<Output> RunAsync(params string[] arguments) => DotNet.RunAsync(Folder, Variables, arguments);

    /// <summary>An app from a template of 'dotnet new', with packages of the feed added and its program replaced.</summary>
    public async Task CreateAsync(string template, string program, params string[] packages)
    {
        (await RunAsync("new", template, "--name", "app", "--output", ".", "--framework", "net10.0", "--no-restore")).Succeeds();
        foreach (var package in packages)
        {
            (await RunAsync("add", "app.csproj", "package", package, "--version", Feed.Version)).Succeeds();
            var metadata = Path.Combine(Feed.Cache, package.ToLowerInvariant(), Feed.Version, ".nupkg.metadata");
            Assert.That(File.ReadAllText(metadata).Replace(@"\\", @"\", StringComparison.Ordinal), Does.Contain(Feed.Folder),
                "the package came from elsewhere");
        }

        Write("Program.cs", program);
    }

    public async Task BuildAsync() => (await RunAsync("build", "-warnaserror", "-nodeReuse:false")).Succeeds();

    /// <summary>The app that was built, as a command.</summary>
    public Command Built(IReadOnlyDictionary<string, string?> variables, params string[] arguments) =>
        Cli.Wrap("dotnet").WithArguments(["bin/Debug/net10.0/app.dll", .. arguments]).WithWorkingDirectory(Folder)
            .WithEnvironmentVariables(DotNet.Plain(variables));

    /// <summary>Runs the app that was built.</summary>
    public Task<Output> RunBuiltAsync(IReadOnlyDictionary<string, string?> variables) => DotNet.RunAsync(Folder, variables, "bin/Debug/net10.0/app.dll");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

using CliWrap;

namespace Opper.Packages;

/// <summary>The command opper-emulator, installed from the feed and running for all tests.</summary>
internal static class PackedEmulator
{
    private static readonly Workspace Place = new();
    private static readonly Lazy<Task<Server>> Running = new(InstallAsync);

    /// <summary>The variables that point a client at it.</summary>
    public static async Task<IReadOnlyDictionary<string, string?>> VariablesAsync() => new Dictionary<string, string?>
    {
        ["OPPER_BASE_URL"] = (await Running.Value).BaseAddress.ToString(),
        ["OPPER_API_KEY"] = "a-key",
    };

    public static async Task<Uri> AddressAsync() => (await Running.Value).BaseAddress;

    public static async Task StopAsync()
    {
        if (Running.IsValueCreated)
        {
            await (await Running.Value).DisposeAsync();
        }

        Place.Dispose();
    }

    private static async Task<Server> InstallAsync()
    {
        (await Place.RunAsync("tool", "install", "Opper.Emulator.Tool", "--tool-path", "tools", "--version", Feed.Version)).Succeeds();
        return await Server.StartAsync(Cli.Wrap(Place.PathOf("tools", "opper-emulator")).WithArguments(["--port", "0", "--data", ":memory:"])
            .WithWorkingDirectory(Place.Folder).WithEnvironmentVariables(DotNet.Plain(new Dictionary<string, string?>())));
    }
}

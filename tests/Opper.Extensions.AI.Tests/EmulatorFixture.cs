using Newtonsoft.Json.Linq;
using Opper.Emulator;

namespace Opper.Extensions.AI.Tests;

/// <summary>An emulator and a client for each test.</summary>
public abstract class EmulatorFixture
{
    protected const string Model = "openai/gpt-4o-mini";

    protected OpperEmulator Emulator { get; private set; } = null!;

    protected OpperClient Opper { get; private set; } = null!;

    /// <summary>The bodies of the chats that were sent, as JSON.</summary>
    protected IReadOnlyList<JObject> Sent =>
        [.. Emulator.Requests.Where(request => request.Path.StartsWith("/v2/openai", StringComparison.Ordinal))
            .Select(request => JObject.Parse(request.Body!))];

    [SetUp]
    public async Task StartAsync()
    {
        Emulator = await OpperEmulator.StartAsync();
        Opper = Emulator.CreateClient(options => options.MaxRetries = 0);
    }

    [TearDown]
    public async Task StopAsync() => await Emulator.DisposeAsync();
}

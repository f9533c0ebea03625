using Opper.Emulator;

namespace Opper.Integration;

/// <summary>A separate emulator for each test, with a client that does not retry.</summary>
/// <param name="surface">Where the client sends calls, chats and embeddings.</param>
public abstract class EmulatorFixture(OpperSurface surface = OpperSurface.TaskCalls)
{
    /// <summary>Where the client sends calls, chats and embeddings.</summary>
    protected OpperSurface Surface { get; } = surface;

    private protected TestedEmulator Emulator { get; private set; } = null!;

    protected OpperClient Client { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Emulator = await TestEmulator.StartAsync();
        Client = Emulator.CreateClient(options => (options.MaxRetries, options.Surface) = (0, Surface));
    }

    [TearDown]
    public async Task StopAsync() => await Emulator.DisposeAsync();
}

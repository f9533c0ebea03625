using Opper.Emulator;

namespace Opper.Integration;

/// <summary>An emulator of its own for each test, and a client of it that does not try again.</summary>
public abstract class EmulatorFixture
{
    private protected TestedEmulator Emulator { get; private set; } = null!;

    protected OpperClient Client { get; private set; } = null!;

    [SetUp]
    public async Task StartAsync()
    {
        Emulator = await TestEmulator.StartAsync();
        Client = Emulator.CreateClient(options => options.MaxRetries = 0);
    }

    [TearDown]
    public async Task StopAsync() => await Emulator.DisposeAsync();
}

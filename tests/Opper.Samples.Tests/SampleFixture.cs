using Opper.Emulator;

namespace Opper.Samples.Tests;

/// <summary>An emulator for each test, and the output of the sample.</summary>
public abstract class SampleFixture
{
    protected OpperEmulator Emulator { get; private set; } = null!;

    protected SampleConnection Connection { get; private set; } = null!;

    protected StringWriter Output { get; private set; } = null!;

    protected string[] Lines => Output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    [SetUp]
    public async Task StartAsync()
    {
        Emulator = await OpperEmulator.StartAsync();
        Connection = SampleConnection.Of(Emulator);
        Output = new StringWriter();
    }

    [TearDown]
    public async Task StopAsync()
    {
        await Connection.DisposeAsync();
        await Output.DisposeAsync();
    }
}

using Opper.Emulator;

namespace Opper.Quickstart;

/// <summary>A client of the live API if there is a key, else of an emulator in this process. All that follows is the same code.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly OpperEmulator? _emulator;

    private Connection(OpperClient client, OpperEmulator? emulator)
    {
        Client = client;
        _emulator = emulator;
    }

    public OpperClient Client { get; }

    public bool IsEmulated => _emulator is not null;

    public static async Task<Connection> OpenAsync(CancellationToken cancellationToken)
    {
        if (HasKey())
        {
            return new Connection(ConnectLive(), emulator: null);
        }

        var emulator = await OpperEmulator.StartAsync(new OpperEmulatorOptions { StreamDelay = TimeSpan.FromMilliseconds(10) }, cancellationToken);
        return new Connection(new OpperClient(emulator.ApiKey, new OpperClientOptions { BaseUrl = emulator.BaseAddress.ToString() }), emulator);
    }

    public ValueTask DisposeAsync() => _emulator?.DisposeAsync() ?? default;

    private static bool HasKey()
        => new[] { OpperClientOptions.ApiKeyVariable, OpperClientOptions.FallbackApiKeyVariable }
            .Any(variable => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable)));

    private static OpperClient ConnectLive()
    {
        try
        {
            return new OpperClient(new OpperClientOptions { ApplicationName = "opper-quickstart" });
        }
        catch (ArgumentException problem)
        {
            // Without the "(Parameter '…')" that .NET adds: the message names the setting.
            throw new UsageException(problem.Message.Split(" (Parameter ")[0]);
        }
    }
}

using Opper.Emulator;

namespace Opper.Quickstart;

/// <summary>A client of the live API if there is a key, otherwise of an in-process emulator. All other code is the same for both.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private const string SurfaceVariable = "OPPER_SURFACE";

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
        return new Connection(new OpperClient(emulator.ApiKey,
            new OpperClientOptions { BaseUrl = emulator.BaseAddress.ToString(), Surface = Surface() }), emulator);
    }

    public ValueTask DisposeAsync() => _emulator?.DisposeAsync() ?? default;

    private static bool HasKey() =>
        new[] { OpperClientOptions.ApiKeyVariable, OpperClientOptions.FallbackApiKeyVariable }
            .Any(variable => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable)));

    private static OpperSurface Surface() => Environment.GetEnvironmentVariable(SurfaceVariable) switch
    {
        null or "" => OpperSurface.TaskCalls,
        var name when Enum.TryParse<OpperSurface>(name, ignoreCase: true, out var surface) => surface,
        var name => throw new UsageException($"{SurfaceVariable} is '{nameof(OpperSurface.TaskCalls)}' or '{nameof(OpperSurface.Compat)}', not '{name}'."),
    };

    private static OpperClient ConnectLive()
    {
        try
        {
            return new OpperClient(new OpperClientOptions { ApplicationName = "opper-quickstart", Surface = Surface() });
        }
        catch (ArgumentException problem)
        {
            // Without the "(Parameter '…')" that .NET appends: the message already names the setting.
            throw new UsageException(problem.Message.Split(" (Parameter ")[0]);
        }
    }
}

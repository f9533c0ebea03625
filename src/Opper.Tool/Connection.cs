using System.CommandLine;
using Opper.Emulator;
using Opper.Tool.Terminal;

namespace Opper.Tool;

/// <summary>A client of the live API, or of an emulator in this process.</summary>
internal sealed class Connection : IAsyncDisposable
{
    private readonly OpperEmulator? _emulator;

    private Connection(OpperClient client, OpperEmulator? emulator = null) => (Client, _emulator) = (client, emulator);

    public OpperClient Client { get; }

    public static async Task<Connection> OpenAsync(ConnectionOptions options, ParseResult arguments, ToolConsole console, CancellationToken cancellationToken)
    {
        if (options.IsEmulated(arguments))
        {
            var settings = new OpperEmulatorOptions { DataPath = options.DataPath(arguments), StreamDelay = TimeSpan.FromMilliseconds(5) };
            var emulator = await OpperEmulator.StartAsync(settings, cancellationToken);
            console.Note("Using the local emulator, which is not a language model.");
            return new Connection(new OpperClient(emulator.ApiKey, Settings(emulator.BaseAddress.ToString())), emulator);
        }

        var key = Variable(OpperClientOptions.ApiKeyVariable) ?? Variable(OpperClientOptions.FallbackApiKeyVariable) ?? throw new UsageException(
            $"No {OpperClientOptions.ApiKeyVariable}: set it to your key from https://platform.opper.ai, or add {ConnectionOptions.EmulatorOption} "
            + "to run on a local emulator, which is not a language model.");
        try
        {
            return new Connection(new OpperClient(key, Settings(Variable(OpperClientOptions.BaseUrlVariable))));
        }
        catch (ArgumentException error)
        {
            // The messages begin with the names of the options.
            throw new UsageException(Failure.Describe(error).Message
                .Replace(nameof(OpperClientOptions.BaseUrl), OpperClientOptions.BaseUrlVariable, StringComparison.Ordinal)
                .Replace(nameof(OpperClientOptions.ApiKey), OpperClientOptions.ApiKeyVariable, StringComparison.Ordinal));
        }

        string? Variable(string name) => console.Host.GetVariable(name) is { } value && !string.IsNullOrWhiteSpace(value) ? value : null;
    }

    public ValueTask DisposeAsync() => _emulator?.DisposeAsync() ?? default;

    private static OpperClientOptions Settings(string? baseUrl) => new() { BaseUrl = baseUrl, ApplicationName = "dotnet-opper" };
}

using Opper.Emulator;

namespace Opper.Samples;

/// <summary>The live API if there is a key, else an emulator in this process. What a sample does is the same with both.</summary>
public sealed class SampleConnection : IAsyncDisposable
{
    private readonly OpperEmulator? _emulator;

    private SampleConnection(string apiKey, string baseUrl, OpperEmulator? emulator = null)
    {
        ApiKey = apiKey;
        BaseUrl = baseUrl.TrimEnd('/');
        _emulator = emulator;
    }

    /// <summary>The key: the environment's, or one for the emulator.</summary>
    public string ApiKey { get; }

    /// <summary>The address, without <c>/v2</c>.</summary>
    public string BaseUrl { get; }

    /// <summary>Whether answers come from the emulator, which is no language model.</summary>
    public bool IsEmulated => _emulator is not null;

    /// <summary>Opens a connection as the environment says: <c>OPPER_API_KEY</c> and <c>OPPER_BASE_URL</c>.</summary>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <returns>The connection.</returns>
    public static async Task<SampleConnection> OpenAsync(CancellationToken cancellationToken = default)
    {
        if (Environment.GetEnvironmentVariable(OpperClientOptions.ApiKeyVariable) is { Length: > 0 } key)
        {
            var baseUrl = Environment.GetEnvironmentVariable(OpperClientOptions.BaseUrlVariable);
            return new SampleConnection(key, string.IsNullOrWhiteSpace(baseUrl) ? OpperClientOptions.DefaultBaseUrl : baseUrl);
        }

        return Of(await OpperEmulator.StartAsync(cancellationToken: cancellationToken));
    }

    /// <summary>A connection to an emulator that has been started, which is stopped with it.</summary>
    /// <param name="emulator">The emulator.</param>
    /// <returns>The connection.</returns>
    public static SampleConnection Of(OpperEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        return new SampleConnection(emulator.ApiKey, emulator.BaseAddress.ToString(), emulator);
    }

    /// <summary>Makes a client. In an application of your own <c>new OpperClient()</c> does: it reads <c>OPPER_API_KEY</c>.</summary>
    /// <returns>The client.</returns>
    public OpperClient CreateClient() => new(ApiKey, new OpperClientOptions { BaseUrl = BaseUrl });

    /// <summary>The same as settings, for <c>AddOpper(configuration.GetSection("Opper"))</c>. In an application of your own they stand in user secrets or the environment.</summary>
    /// <returns>The settings.</returns>
    public IEnumerable<KeyValuePair<string, string?>> ToSettings() => [new("Opper:ApiKey", ApiKey), new("Opper:BaseUrl", BaseUrl)];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _emulator?.DisposeAsync() ?? default;

    /// <summary>The address; the key never shows.</summary>
    /// <returns><see cref="BaseUrl"/>.</returns>
    public override string ToString() => BaseUrl;
}

using Opper.Emulator;

namespace Opper.Samples;

/// <summary>The live API if there is a key, otherwise an in-process emulator. The code of a sample is the same for both.</summary>
public sealed class SampleConnection : IAsyncDisposable
{
    private readonly OpperEmulator? _emulator;

    private SampleConnection(string apiKey, string baseUrl, OpperEmulator? emulator = null)
    {
        ApiKey = apiKey;
        BaseUrl = baseUrl.TrimEnd('/');
        _emulator = emulator;
    }

    /// <summary>The API key from the environment, or one for the emulator.</summary>
    public string ApiKey { get; }

    /// <summary>The base URL, without <c>/v2</c>.</summary>
    public string BaseUrl { get; }

    /// <summary>Whether outputs come from the emulator, which is not a language model.</summary>
    public bool IsEmulated => _emulator is not null;

    /// <summary>Opens a connection with the environment variables <c>OPPER_API_KEY</c> and <c>OPPER_BASE_URL</c>.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
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

    /// <summary>A connection to a running emulator, which is stopped when the connection is disposed.</summary>
    /// <param name="emulator">The emulator.</param>
    /// <returns>The connection.</returns>
    public static SampleConnection Of(OpperEmulator emulator)
    {
        ArgumentNullException.ThrowIfNull(emulator);
        return new SampleConnection(emulator.ApiKey, emulator.BaseAddress.ToString(), emulator);
    }

    /// <summary>Creates a client. In your own application <c>new OpperClient()</c> is sufficient: it reads <c>OPPER_API_KEY</c>.</summary>
    /// <returns>The client.</returns>
    public OpperClient CreateClient() => new(ApiKey, new OpperClientOptions { BaseUrl = BaseUrl });

    /// <summary>The settings for <c>AddOpper(configuration.GetSection("Opper"))</c>. In your own application, use user secrets or the environment.</summary>
    /// <returns>The settings.</returns>
    public IEnumerable<KeyValuePair<string, string?>> ToSettings() => [new("Opper:ApiKey", ApiKey), new("Opper:BaseUrl", BaseUrl)];

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _emulator?.DisposeAsync() ?? default;

    /// <summary>The base URL, without the API key.</summary>
    /// <returns><see cref="BaseUrl"/>.</returns>
    public override string ToString() => BaseUrl;
}

using Microsoft.Extensions.Configuration;

namespace Opper.Aspire;

/// <summary>The settings of <c>AddOpperClient</c>. They are read from the section <c>Aspire:Opper</c>, then from
/// <c>Aspire:Opper:{name}</c>, then from the connection string.</summary>
public sealed class OpperSettings
{
    /// <summary>The base URL. Default: <see cref="OpperClientOptions.BaseUrl"/>.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The API key. Default: <see cref="OpperClientOptions.ApiKey"/>.</summary>
    public string? Key { get; set; }

    /// <summary>Whether the health check is disabled. Default: <see langword="false"/>.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether tracing of the client is disabled. Default: <see langword="false"/>.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether metrics of the client are disabled. Default: <see langword="false"/>.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>The timeout of the health check. Default: 5 seconds.</summary>
    public TimeSpan? HealthCheckTimeout { get; set; }

    /// <summary>The name of the type, without the key.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(OpperSettings);

    // Read individually, because the configuration binder uses reflection, which is not compatible with trimming.
    internal void Read(IConfiguration section)
    {
        Endpoint = section[nameof(Endpoint)] is { Length: > 0 } endpoint
            ? ConnectionText.Address(endpoint, $"{nameof(Endpoint)} of the configuration")
            : Endpoint;
        Key = section[nameof(Key)] ?? Key;
        DisableHealthChecks = Value(section, nameof(DisableHealthChecks), bool.Parse) ?? DisableHealthChecks;
        DisableTracing = Value(section, nameof(DisableTracing), bool.Parse) ?? DisableTracing;
        DisableMetrics = Value(section, nameof(DisableMetrics), bool.Parse) ?? DisableMetrics;
        HealthCheckTimeout = Value(section, nameof(HealthCheckTimeout), static text => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            ?? HealthCheckTimeout;
    }

    private static T? Value<T>(IConfiguration section, string name, Func<string, T> parse)
        where T : struct
    {
        var value = section.GetSection(name);
        try
        {
            return value.Value is { } text ? parse(text) : null;
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            throw new InvalidOperationException($"Failed to convert configuration value at '{value.Path}' to type '{typeof(T)}'.", exception);
        }
    }
}

using Microsoft.Extensions.Configuration;

namespace Opper.Aspire;

/// <summary>How <c>AddOpperClient</c> connects, and what it adds to the application. Read from the section <c>Aspire:Opper</c>, then from <c>Aspire:Opper:{name}</c>, then from the connection string.</summary>
public sealed class OpperSettings
{
    /// <summary>The base URL. Default: <see cref="OpperClientOptions.BaseUrl"/>'s.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>The API key. Default: <see cref="OpperClientOptions.ApiKey"/>'s.</summary>
    public string? Key { get; set; }

    /// <summary>Whether no health check is added. Default: <see langword="false"/>.</summary>
    public bool DisableHealthChecks { get; set; }

    /// <summary>Whether the client's activities are not traced. Default: <see langword="false"/>.</summary>
    public bool DisableTracing { get; set; }

    /// <summary>Whether the client's metrics are not collected. Default: <see langword="false"/>.</summary>
    public bool DisableMetrics { get; set; }

    /// <summary>How long the health check may take. Default: 5 seconds.</summary>
    public TimeSpan? HealthCheckTimeout { get; set; }

    /// <summary>Names the type only: the key never shows.</summary>
    /// <returns>The name of this type.</returns>
    public override string ToString() => nameof(OpperSettings);

    // One by one: the binder would look at the properties by reflection, which trimming does not survive.
    internal void Read(IConfiguration section)
    {
        Endpoint = section[nameof(Endpoint)] is { Length: > 0 } endpoint ? ConnectionText.Address(endpoint, $"{nameof(Endpoint)} of the configuration") : Endpoint;
        Key = section[nameof(Key)] ?? Key;
        DisableHealthChecks = Value(section, nameof(DisableHealthChecks), bool.Parse) ?? DisableHealthChecks;
        DisableTracing = Value(section, nameof(DisableTracing), bool.Parse) ?? DisableTracing;
        DisableMetrics = Value(section, nameof(DisableMetrics), bool.Parse) ?? DisableMetrics;
        HealthCheckTimeout = Value(section, nameof(HealthCheckTimeout), static text => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) ?? HealthCheckTimeout;
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

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Opper.DependencyInjection;

/// <summary>Reads options from configuration without the reflection-based binder, which does not work in trimmed applications.</summary>
internal static class ConfiguredOptions
{
    /// <exception cref="InvalidOperationException">A value cannot be converted to the type of its option; the message has its configuration path.</exception>
    public static void Apply(IConfiguration configuration, OpperClientOptions options)
    {
        options.ApiKey = configuration[nameof(options.ApiKey)] ?? options.ApiKey;
        options.BaseUrl = configuration[nameof(options.BaseUrl)] ?? options.BaseUrl;
        options.ApplicationName = configuration[nameof(options.ApplicationName)] ?? options.ApplicationName;
        options.Timeout = Read(configuration, nameof(options.Timeout), options.Timeout, Time);
        options.AttemptTimeout = Read(configuration, nameof(options.AttemptTimeout), options.AttemptTimeout, Time);
        options.StreamIdleTimeout = Read(configuration, nameof(options.StreamIdleTimeout), options.StreamIdleTimeout, Time);
        options.RetryBaseDelay = Read(configuration, nameof(options.RetryBaseDelay), options.RetryBaseDelay, Time);
        options.MaxRetryDelay = Read(configuration, nameof(options.MaxRetryDelay), options.MaxRetryDelay, Time);
        options.MaxRetryAfter = Read(configuration, nameof(options.MaxRetryAfter), options.MaxRetryAfter, Time);
        options.TracingTimeout = Read(configuration, nameof(options.TracingTimeout), options.TracingTimeout, Time);
        options.MaxRetries = Read(configuration, nameof(options.MaxRetries), options.MaxRetries, Number);
        options.MaxResponseBytes = Read(configuration, nameof(options.MaxResponseBytes), options.MaxResponseBytes, Number);
        options.MaxEventBytes = Read(configuration, nameof(options.MaxEventBytes), options.MaxEventBytes, Number);
        options.MaxDepth = Read(configuration, nameof(options.MaxDepth), options.MaxDepth, Number);
        options.MaxNumberLength = Read(configuration, nameof(options.MaxNumberLength), options.MaxNumberLength, Number);
        options.MaxPagesInFlight = Read(configuration, nameof(options.MaxPagesInFlight), options.MaxPagesInFlight, Number);
        options.StrictTracing = Read(configuration, nameof(options.StrictTracing), options.StrictTracing, bool.Parse);
        options.RecordContent = Read(configuration, nameof(options.RecordContent), options.RecordContent, bool.Parse);
        options.EscapeSlashInNames = Read(configuration, nameof(options.EscapeSlashInNames), options.EscapeSlashInNames, bool.Parse);
        options.ValidateOutputs = Read(configuration, nameof(options.ValidateOutputs), options.ValidateOutputs, bool.Parse);
        options.AllowTextAroundJson = Read(configuration, nameof(options.AllowTextAroundJson), options.AllowTextAroundJson, bool.Parse);
        options.StrictSchemas = Read(configuration, nameof(options.StrictSchemas), options.StrictSchemas, bool.Parse);
        options.HintAtCompatSurface = Read(configuration, nameof(options.HintAtCompatSurface), options.HintAtCompatSurface, bool.Parse);
        options.Surface = Read(configuration, nameof(options.Surface), options.Surface,
            static text => Enum.TryParse<OpperSurface>(text, ignoreCase: true, out var surface) ? surface : throw new FormatException());
        options.HttpVersion = Read(configuration, nameof(options.HttpVersion), options.HttpVersion, Version.Parse);
        foreach (var host in configuration.GetSection(nameof(options.PlainHttpHosts)).GetChildren())
        {
            if (host.Value is { } name)
            {
                options.PlainHttpHosts.Add(name);
            }
        }

        foreach (var header in configuration.GetSection(nameof(options.DefaultHeaders)).GetChildren())
        {
            if (header.Value is { } value)
            {
                options.DefaultHeaders[header.Key] = value;
            }
        }
    }

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static int Number(string text) => int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture);

    private static T Read<T>(IConfiguration configuration, string name, T otherwise, Func<string, T> parse)
    {
        var section = configuration.GetSection(name);
        if (section.Value is not { } text)
        {
            return otherwise;
        }

        try
        {
            return parse(text);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or ArgumentException)
        {
            throw new InvalidOperationException($"Failed to convert configuration value at '{section.Path}' to type '{typeof(T)}'.", exception);
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Opper;
using Opper.Aspire;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds <see cref="OpperClient"/> to applications that Aspire orchestrates, and to any other host.</summary>
public static class OpperHostApplicationBuilderExtensions
{
    private const string Section = "Aspire:Opper";

    /// <summary>Registers a singleton <see cref="OpperClient"/> from the connection string of a name, with health check, traces and metrics.</summary>
    /// <remarks>
    /// Settings come from the section <c>Aspire:Opper</c>, over it <c>Aspire:Opper:{connectionName}</c>, then the connection string <c>ConnectionStrings:{connectionName}</c>
    /// (<c>Endpoint=https://…;Key=…</c>, or a URL alone), then the callback. The section's part <c>ClientOptions</c> sets <see cref="OpperClientOptions"/>. A key or endpoint that stands nowhere
    /// comes from the environment, as with <c>AddOpper</c>. Settings are checked when the host starts.
    /// </remarks>
    /// <param name="builder">The application.</param>
    /// <param name="connectionName">The name of the connection string: the resource's name in the app host.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <param name="configureOptions">Changes the client's options.</param>
    /// <returns>The builder of the client's HTTP pipeline.</returns>
    /// <exception cref="InvalidOperationException">The connection string or a setting cannot be read; the message holds nothing of a connection string.</exception>
    public static IHttpClientBuilder AddOpperClient(this IHostApplicationBuilder builder, string connectionName, Action<OpperSettings>? configureSettings = null, Action<OpperClientOptions>? configureOptions = null)
        => Add(builder, connectionName, serviceKey: null, configureSettings, configureOptions);

    /// <summary>Registers a keyed singleton <see cref="OpperClient"/>: <c>[FromKeyedServices("eu")] OpperClient opper</c>. All else as in <see cref="AddOpperClient"/>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The name of the connection string, and the key to ask for the client with.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <param name="configureOptions">Changes the client's options.</param>
    /// <returns>The builder of the client's HTTP pipeline.</returns>
    /// <exception cref="InvalidOperationException">The connection string or a setting cannot be read; the message holds nothing of a connection string.</exception>
    public static IHttpClientBuilder AddKeyedOpperClient(this IHostApplicationBuilder builder, string name, Action<OpperSettings>? configureSettings = null, Action<OpperClientOptions>? configureOptions = null)
        => Add(builder, name, name, configureSettings, configureOptions);

    private static IHttpClientBuilder Add(IHostApplicationBuilder builder, string connectionName, string? serviceKey, Action<OpperSettings>? configureSettings, Action<OpperClientOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionName);
        var section = new ConfigurationBuilder()
            .AddConfiguration(builder.Configuration.GetSection(Section))
            .AddConfiguration(builder.Configuration.GetSection($"{Section}:{connectionName}"))
            .Build();
        var settings = new OpperSettings();
        settings.Read(section);
        if (builder.Configuration.GetConnectionString(connectionName) is { Length: > 0 } text)
        {
            ConnectionText.Read(text, connectionName, settings);
        }

        configureSettings?.Invoke(settings);
        var clientOptions = section.GetSection("ClientOptions");
        var http = serviceKey is null ? builder.Services.AddOpper(clientOptions) : builder.Services.AddKeyedOpper(serviceKey, clientOptions);
        builder.Services.Configure<OpperClientOptions>(http.Name, options =>
        {
            options.ApiKey = settings.Key ?? options.ApiKey;
            options.BaseUrl = settings.Endpoint?.OriginalString ?? options.BaseUrl;
            configureOptions?.Invoke(options);
        });
        AddHealthCheck(builder, settings, serviceKey);
        AddTelemetry(builder.Services, settings);
        return http;
    }

    private static void AddHealthCheck(IHostApplicationBuilder builder, OpperSettings settings, string? serviceKey)
    {
        // A client is added once, however often it is asked for, and the names of checks must differ.
        var name = serviceKey is null ? "Opper" : $"Opper_{serviceKey}";
        if (!settings.DisableHealthChecks && builder.Properties.TryAdd($"Opper.Aspire.HealthChecks.{name}", true))
        {
            builder.Services.AddHealthChecks().AddOpper(
                provider => serviceKey is null ? provider.GetRequiredService<OpperClient>() : provider.GetRequiredKeyedService<OpperClient>(serviceKey),
                name,
                timeout: settings.HealthCheckTimeout);
        }
    }

    private static void AddTelemetry(IServiceCollection services, OpperSettings settings)
    {
        if (!settings.DisableTracing)
        {
            services.AddOpenTelemetry().WithTracing(static tracing => tracing.AddSource(OpperDiagnostics.ActivitySourceName));
        }

        if (!settings.DisableMetrics)
        {
            services.AddOpenTelemetry().WithMetrics(static metrics => metrics.AddMeter(OpperDiagnostics.MeterName));
        }
    }
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Opper;
using Opper.Aspire;

namespace Microsoft.Extensions.Hosting;

/// <summary>Adds an <see cref="OpperClient"/> to a host, with or without Aspire orchestration.</summary>
public static class OpperHostApplicationBuilderExtensions
{
    private const string Section = "Aspire:Opper";

    /// <summary>Registers a singleton <see cref="OpperClient"/> from a connection string, with a health check, traces and metrics.</summary>
    /// <remarks>
    /// Settings are read from the section <c>Aspire:Opper</c>, from <c>Aspire:Opper:{connectionName}</c>, from the connection string
    /// <c>ConnectionStrings:{connectionName}</c> (<c>Endpoint=https://…;Key=…</c>, or only a URL), and from the callback; later ones override earlier ones.
    /// <c>ClientOptions</c> in the section sets properties of <see cref="OpperClientOptions"/>. If the key or the endpoint is not set, it is read from the
    /// environment, as by <c>AddOpper</c>. Settings are validated when the host starts.
    /// </remarks>
    /// <param name="builder">The application builder.</param>
    /// <param name="connectionName">The name of the connection string, which is the name of the resource in the app host.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <param name="configureOptions">Changes the client's options.</param>
    /// <returns>The builder of the HTTP pipeline of the client.</returns>
    /// <exception cref="InvalidOperationException">The connection string or a setting is not valid; the message does not contain the connection
    /// string.</exception>
    public static IHttpClientBuilder AddOpperClient(this IHostApplicationBuilder builder, string connectionName,
        Action<OpperSettings>? configureSettings = null, Action<OpperClientOptions>? configureOptions = null) =>
        Add(builder, connectionName, serviceKey: null, configureSettings, configureOptions);

    /// <summary>Registers a keyed singleton <see cref="OpperClient"/>: <c>[FromKeyedServices("eu")] OpperClient opper</c>. Otherwise the same as
    /// <see cref="AddOpperClient"/>.</summary>
    /// <param name="builder">The application builder.</param>
    /// <param name="name">The name of the connection string, and the service key.</param>
    /// <param name="configureSettings">Changes the settings.</param>
    /// <param name="configureOptions">Changes the client's options.</param>
    /// <returns>The builder of the HTTP pipeline of the client.</returns>
    /// <exception cref="InvalidOperationException">The connection string or a setting is not valid; the message does not contain the connection
    /// string.</exception>
    public static IHttpClientBuilder AddKeyedOpperClient(this IHostApplicationBuilder builder, string name, Action<OpperSettings>? configureSettings = null,
        Action<OpperClientOptions>? configureOptions = null) =>
        Add(builder, name, name, configureSettings, configureOptions);

    private static IHttpClientBuilder Add(IHostApplicationBuilder builder, string connectionName, string? serviceKey, Action<OpperSettings>? configureSettings,
        Action<OpperClientOptions>? configureOptions)
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
        // AddOpper registers a client only once, and the names of health checks must be unique.
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

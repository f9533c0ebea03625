using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Opper;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that register <see cref="OpperClient"/>.</summary>
public static partial class OpperServiceCollectionExtensions
{
    private const string DefaultName = "Opper";

    /// <summary>Registers a singleton <see cref="OpperClient"/>. The API key defaults to <c>OPPER_API_KEY</c>. Options are validated at startup.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The HTTP client builder. The client retries by itself, so resilience handlers from <c>ConfigureHttpClientDefaults</c> are removed.</returns>
    public static IHttpClientBuilder AddOpper(this IServiceCollection services, Action<OpperClientOptions>? configure = null)
    {
        ThrowIf.Null(services);
        services.TryAddSingleton(static provider => Create(provider, DefaultName));
        return Register(services, DefaultName, options => options.Configure(configure ?? (static _ => { })));
    }

    /// <summary>Registers a singleton <see cref="OpperClient"/> with options from configuration. Options are validated at startup.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configuration">The section whose keys are property names of <see cref="OpperClientOptions"/>, such as <c>GetSection("Opper")</c>.</param>
    /// <returns>The HTTP client builder, without resilience handlers from <c>ConfigureHttpClientDefaults</c>.</returns>
    public static IHttpClientBuilder AddOpper(this IServiceCollection services, IConfiguration configuration)
    {
        ThrowIf.Null(services);
        ThrowIf.Null(configuration);
        services.TryAddSingleton(static provider => Create(provider, DefaultName));
        return Register(services, DefaultName, options => Bind(options, configuration));
    }

    /// <summary>Registers a keyed singleton <see cref="OpperClient"/>, for several API keys: <c>[FromKeyedServices("eu")] OpperClient opper</c>.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key of the client.</param>
    /// <param name="configure">Configures the options.</param>
    /// <returns>The HTTP client builder, without resilience handlers from <c>ConfigureHttpClientDefaults</c>.</returns>
    public static IHttpClientBuilder AddKeyedOpper(this IServiceCollection services, string serviceKey, Action<OpperClientOptions> configure)
    {
        ThrowIf.Null(services);
        ThrowIf.Blank(serviceKey);
        ThrowIf.Null(configure);
        var name = NameOf(serviceKey);
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => Create(provider, name));
        return Register(services, name, options => options.Configure(configure));
    }

    /// <summary>Registers a keyed singleton <see cref="OpperClient"/> with options from configuration.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="serviceKey">The service key of the client.</param>
    /// <param name="configuration">The section whose keys are property names of <see cref="OpperClientOptions"/>, such as <c>GetSection("Opper")</c>.</param>
    /// <returns>The HTTP client builder, without resilience handlers from <c>ConfigureHttpClientDefaults</c>.</returns>
    public static IHttpClientBuilder AddKeyedOpper(this IServiceCollection services, string serviceKey, IConfiguration configuration)
    {
        ThrowIf.Null(services);
        ThrowIf.Blank(serviceKey);
        ThrowIf.Null(configuration);
        var name = NameOf(serviceKey);
        services.TryAddKeyedSingleton(serviceKey, (provider, _) => Create(provider, name));
        return Register(services, name, options => Bind(options, configuration));
    }

    private static void Bind(OptionsBuilder<OpperClientOptions> options, IConfiguration configuration)
    {
        options.Services.AddSingleton<IOptionsChangeTokenSource<OpperClientOptions>>(
            new ConfigurationChangeTokenSource<OpperClientOptions>(options.Name, configuration));
        options.Configure(target => ConfiguredOptions.Apply(configuration, target));
    }

    private static string NameOf(string serviceKey) => DefaultName + ":" + serviceKey;

    private static IHttpClientBuilder Register(IServiceCollection services, string name, Action<OptionsBuilder<OpperClientOptions>> configure)
    {
        configure(services.AddOptions<OpperClientOptions>(name).ValidateOnStart());
        services.AddSingleton<IValidateOptions<OpperClientOptions>>(new OptionsCheck(name));
        var builder = services.AddHttpClient(name)
            .ConfigureHttpClient(static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => SharedHttpClient.CreateHandler())
            // A singleton keeps its handler, which limits the lifetime of its connections itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.Configure<HttpClientFactoryOptions>(name,
            static options => options.ShouldRedactHeaderValue = LoggedHeaders.Redaction(options.ShouldRedactHeaderValue));
#pragma warning disable EXTEXP0001 // the only way to remove a handler added by ConfigureHttpClientDefaults
        return builder.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
    }

    private static OpperClient Create(IServiceProvider provider, string name)
    {
        // The monitor's instance is shared, so it is copied.
        var options = provider.GetRequiredService<IOptionsMonitor<OpperClientOptions>>().Get(name).Clone();
        options.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        options.SpanQueue ??= provider.GetService<OpperSpanQueue>();
        options.SpanContextSource ??= provider.GetService<ISpanContextSource>();
        return new OpperClient(options, provider.GetRequiredService<IHttpClientFactory>().CreateClient(name));
    }

    private sealed class OptionsCheck(string ownName) : IValidateOptions<OpperClientOptions>
    {
        public ValidateOptionsResult Validate(string? name, OpperClientOptions options)
        {
            if (name != ownName)
            {
                return ValidateOptionsResult.Skip;
            }

            try
            {
                options.Validate();
                return ValidateOptionsResult.Success;
            }
            catch (ArgumentException exception)
            {
                return ValidateOptionsResult.Fail(exception.Message);
            }
        }
    }
}

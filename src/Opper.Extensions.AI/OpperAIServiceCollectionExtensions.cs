using Microsoft.Extensions.AI;
using Opper;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Opper as <see cref="IChatClient"/> and as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>.</summary>
public static class OpperAIServiceCollectionExtensions
{
    /// <summary>Registers a singleton <see cref="IChatClient"/> over the registered <see cref="OpperClient"/>; adds one if there is none.</summary>
    /// <param name="services">The services.</param>
    /// <param name="model">The model for chats that do not specify one: a name, or several in the order of fallback. Default: that of the API.</param>
    /// <param name="wrap">Wraps the client, as in <c>(client, provider) => client.AsBuilder().UseFunctionInvocation().Build(provider)</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddOpperChatClient(this IServiceCollection services, ModelSelection? model = null,
        Func<IChatClient, IServiceProvider, IChatClient>? wrap = null)
    {
        EnsureClient(services);
        return services.AddSingleton(provider => Wrap(provider.GetRequiredService<OpperClient>().AsChatClient(model), wrap, provider));
    }

    /// <summary>Registers a keyed singleton <see cref="IChatClient"/> over the <see cref="OpperClient"/> with the same key, or the one without a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The service key.</param>
    /// <param name="model">The model for chats that do not specify one: a name, or several in the order of fallback. Default: that of the API.</param>
    /// <param name="wrap">Wraps the client. Default: none.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The key is blank.</exception>
    public static IServiceCollection AddKeyedOpperChatClient(this IServiceCollection services, string serviceKey, ModelSelection? model = null,
        Func<IChatClient, IServiceProvider, IChatClient>? wrap = null)
    {
        CheckKey(serviceKey);
        EnsureClient(services);
        return services.AddKeyedSingleton(serviceKey, (provider, _) => Wrap(ClientOf(provider, serviceKey).AsChatClient(model), wrap, provider));
    }

    /// <summary>Registers a singleton embedding generator over the registered <see cref="OpperClient"/>; calls <c>AddOpper()</c> if there is none.</summary>
    /// <param name="services">The services.</param>
    /// <param name="model">The model for requests that do not specify one. Default: that of the API.</param>
    /// <param name="dimensions">The number of dimensions for requests that do not specify it. Default: that of the model.</param>
    /// <param name="wrap">Wraps the generator, as in <c>(generator, provider) => generator.AsBuilder().UseDistributedCache().Build(provider)</c>.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddOpperEmbeddingGenerator(
        this IServiceCollection services,
        string? model = null,
        int? dimensions = null,
        Func<IEmbeddingGenerator<string, Embedding<float>>, IServiceProvider, IEmbeddingGenerator<string, Embedding<float>>>? wrap = null)
    {
        EnsureClient(services);
        return services.AddSingleton(provider => Wrap(provider.GetRequiredService<OpperClient>().AsEmbeddingGenerator(model, dimensions), wrap, provider));
    }

    /// <summary>Registers a keyed singleton embedding generator over the <see cref="OpperClient"/> with the same key, or the one without a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The service key.</param>
    /// <param name="model">The model for requests that do not specify one. Default: that of the API.</param>
    /// <param name="dimensions">The number of dimensions for requests that do not specify it. Default: that of the model.</param>
    /// <param name="wrap">Wraps the generator. Default: none.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The key is blank.</exception>
    public static IServiceCollection AddKeyedOpperEmbeddingGenerator(
        this IServiceCollection services,
        string serviceKey,
        string? model = null,
        int? dimensions = null,
        Func<IEmbeddingGenerator<string, Embedding<float>>, IServiceProvider, IEmbeddingGenerator<string, Embedding<float>>>? wrap = null)
    {
        CheckKey(serviceKey);
        EnsureClient(services);
        return services.AddKeyedSingleton(serviceKey,
            (provider, _) => Wrap(ClientOf(provider, serviceKey).AsEmbeddingGenerator(model, dimensions), wrap, provider));
    }

    private static T Wrap<T>(T inner, Func<T, IServiceProvider, T>? wrap, IServiceProvider provider) => wrap is null ? inner : wrap(inner, provider);

    private static OpperClient ClientOf(IServiceProvider provider, string serviceKey) =>
        provider.GetKeyedService<OpperClient>(serviceKey) ?? provider.GetRequiredService<OpperClient>();

    private static void CheckKey(string serviceKey)
    {
        if (string.IsNullOrWhiteSpace(serviceKey ?? throw new ArgumentNullException(nameof(serviceKey))))
        {
            throw new ArgumentException($"{nameof(serviceKey)} must not be empty or blank.", nameof(serviceKey));
        }
    }

    // Not required if all clients are keyed, as there may be no default API key then.
    private static void EnsureClient(IServiceCollection services)
    {
        _ = services ?? throw new ArgumentNullException(nameof(services));
        if (!services.Any(static service => service.ServiceType == typeof(OpperClient)))
        {
            services.AddOpper();
        }
    }
}

using Microsoft.Extensions.AI;
using Opper;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers Opper as <see cref="IChatClient"/> and as <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>.</summary>
public static class OpperAIServiceCollectionExtensions
{
    /// <summary>Registers a singleton <see cref="IChatClient"/> on the registered <see cref="OpperClient"/>; where none is registered yet, <c>AddOpper()</c> does it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="model">The model for chats that name none: a name, or several in the order to try them. Default: the API's own.</param>
    /// <param name="wrap">Wraps the client, such as <c>(client, provider) => client.AsBuilder().UseFunctionInvocation().Build(provider)</c>. Default: as it is.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddOpperChatClient(this IServiceCollection services, ModelSelection? model = null, Func<IChatClient, IServiceProvider, IChatClient>? wrap = null)
    {
        EnsureClient(services);
        return services.AddSingleton(provider => Wrap(provider.GetRequiredService<OpperClient>().AsChatClient(model), wrap, provider));
    }

    /// <summary>Registers a keyed singleton <see cref="IChatClient"/>, on the <see cref="OpperClient"/> with the same key if there is one, else on the one without a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with.</param>
    /// <param name="model">The model for chats that name none: a name, or several in the order to try them. Default: the API's own.</param>
    /// <param name="wrap">Wraps the client. Default: as it is.</param>
    /// <returns>The services.</returns>
    /// <exception cref="ArgumentException">The key is blank.</exception>
    public static IServiceCollection AddKeyedOpperChatClient(this IServiceCollection services, string serviceKey, ModelSelection? model = null, Func<IChatClient, IServiceProvider, IChatClient>? wrap = null)
    {
        CheckKey(serviceKey);
        EnsureClient(services);
        return services.AddKeyedSingleton(serviceKey, (provider, _) => Wrap(ClientOf(provider, serviceKey).AsChatClient(model), wrap, provider));
    }

    /// <summary>Registers a singleton embedding generator on the registered <see cref="OpperClient"/>; where none is registered yet, <c>AddOpper()</c> does it.</summary>
    /// <param name="services">The services.</param>
    /// <param name="model">The model for requests that name none. Default: the API's own.</param>
    /// <param name="dimensions">How many numbers an embedding has where the request does not say. Default: the model's own.</param>
    /// <param name="wrap">Wraps the generator, such as <c>(generator, provider) => generator.AsBuilder().UseDistributedCache().Build(provider)</c>. Default: as it is.</param>
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

    /// <summary>Registers a keyed singleton embedding generator, on the <see cref="OpperClient"/> with the same key if there is one, else on the one without a key.</summary>
    /// <param name="services">The services.</param>
    /// <param name="serviceKey">The key to ask for it with.</param>
    /// <param name="model">The model for requests that name none. Default: the API's own.</param>
    /// <param name="dimensions">How many numbers an embedding has where the request does not say. Default: the model's own.</param>
    /// <param name="wrap">Wraps the generator. Default: as it is.</param>
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
        return services.AddKeyedSingleton(serviceKey, (provider, _) => Wrap(ClientOf(provider, serviceKey).AsEmbeddingGenerator(model, dimensions), wrap, provider));
    }

    private static T Wrap<T>(T inner, Func<T, IServiceProvider, T>? wrap, IServiceProvider provider) => wrap is null ? inner : wrap(inner, provider);

    private static OpperClient ClientOf(IServiceProvider provider, string serviceKey) => provider.GetKeyedService<OpperClient>(serviceKey) ?? provider.GetRequiredService<OpperClient>();

    private static void CheckKey(string serviceKey)
    {
        if (string.IsNullOrWhiteSpace(serviceKey ?? throw new ArgumentNullException(nameof(serviceKey))))
        {
            throw new ArgumentException($"{nameof(serviceKey)} must not be empty or blank.", nameof(serviceKey));
        }
    }

    // An application with keyed clients alone has no default key, and needs none.
    private static void EnsureClient(IServiceCollection services)
    {
        _ = services ?? throw new ArgumentNullException(nameof(services));
        if (!services.Any(static service => service.ServiceType == typeof(OpperClient)))
        {
            services.AddOpper();
        }
    }
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using Opper;
using Opper.Functions;
using Opper.Knowledge;
using Opper.ModelContextProtocol;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Serves what Opper does as tools of an MCP server, over any transport.</summary>
/// <remarks>
/// Tools are made when the first client lists or calls them, with the client of <c>AddOpper</c>, and made anew when they are listed five minutes or more later, so that changed functions show without a
/// restart. An answer of the API that is an error becomes an MCP tool error with the exception's message, which holds no key, prompt or answer.
/// </remarks>
public static class OpperMcpServerBuilderExtensions
{
    /// <summary>Serves managed functions by their names, with their descriptions and schemas. <c>GET /v2/functions/by-name/{name}</c>; each call is <c>POST /v2/functions/{function_id}/call</c>.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="names">The functions' names, such as <c>support/triage</c>.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">There is no name, or one is blank.</exception>
    public static IMcpServerBuilder WithOpperFunctions(this IMcpServerBuilder builder, params string[] names)
    {
        if ((names ?? throw new ArgumentNullException(nameof(names))).Length == 0 || names.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("Names of functions are needed, none of them blank.", nameof(names));
        }

        return Add(builder, isReadOnly: true, async (services, token) =>
            await Task.WhenAll(names.Select(name => Client(services).Functions.AsAIFunctionAsync(name, cancellationToken: token))).ConfigureAwait(false));
    }

    /// <summary>Serves the managed functions that a condition chooses. <c>GET /v2/functions</c>, then <c>GET /v2/functions/{function_id}</c> for each.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="filter">Which of them, such as <c>function => function.Name.StartsWith("support/")</c>.</param>
    /// <returns>The server.</returns>
    public static IMcpServerBuilder WithOpperFunctions(this IMcpServerBuilder builder, Func<FunctionSummary, bool> filter)
    {
        _ = filter ?? throw new ArgumentNullException(nameof(filter));
        return Add(builder, isReadOnly: true, async (services, token) => await Client(services).Functions.AsAIFunctionsAsync(filter, cancellationToken: token).ConfigureAwait(false));
    }

    /// <summary>Serves the search in a knowledge base. <c>GET /v2/knowledge/by-name/{knowledge_base_name}</c>; each search is <c>POST /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="knowledgeBaseName">The name of the knowledge base.</param>
    /// <param name="description">What it holds and when to search in it, for the model. Default: its name.</param>
    /// <param name="topK">How many segments to give at most. Default: 5.</param>
    /// <param name="filters">Conditions that all segments have to meet; the model cannot change them. Default: none.</param>
    /// <returns>The server.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is not positive.</exception>
    public static IMcpServerBuilder WithOpperKnowledge(this IMcpServerBuilder builder, string knowledgeBaseName, string? description = null, int topK = 5, Filter? filters = null)
    {
        if (string.IsNullOrWhiteSpace(knowledgeBaseName ?? throw new ArgumentNullException(nameof(knowledgeBaseName))))
        {
            throw new ArgumentException("The name of a knowledge base must not be blank.", nameof(knowledgeBaseName));
        }

        if (topK <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(topK), topK, $"{nameof(topK)} must be positive.");
        }

        return Add(builder, isReadOnly: true, async (services, token) =>
            [await Client(services).Knowledge.AsAIFunctionAsync(knowledgeBaseName, description, topK, filters, token).ConfigureAwait(false)]);
    }

    /// <summary>Serves any functions, such as those that <c>opper.Ocr.AsAIFunction(…)</c> and <c>opper.Rerank.AsAIFunction(…)</c> make, or those of a keyed client.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="load">Makes the functions, from the server's services. It is called when tools are first listed or called, and again from time to time.</param>
    /// <returns>The server.</returns>
    public static IMcpServerBuilder WithOpperTools(this IMcpServerBuilder builder, Func<IServiceProvider, CancellationToken, Task<IEnumerable<AIFunction>>> load)
        => Add(builder, isReadOnly: false, load ?? throw new ArgumentNullException(nameof(load)));

    private static OpperClient Client(IServiceProvider services) => services.GetRequiredService<OpperClient>();

    private static IMcpServerBuilder Add(IMcpServerBuilder builder, bool isReadOnly, Func<IServiceProvider, CancellationToken, Task<IEnumerable<AIFunction>>> load)
    {
        var services = (builder ?? throw new ArgumentNullException(nameof(builder))).Services;
        if (!services.Any(static service => service.ServiceType == typeof(OpperClient)))
        {
            services.AddOpper();
        }

        services.AddSingleton(new ToolSource(load, isReadOnly));
        services.TryAddSingleton<ToolCatalogue>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<McpServerOptions>, ServerSetup>());
        return builder;
    }
}

using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Server;
using Opper;
using Opper.Functions;
using Opper.Knowledge;
using Opper.ModelContextProtocol;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tools of Opper to an MCP server, with any transport.</summary>
/// <remarks>
/// Tools are created with the client of <c>AddOpper</c> when the first client lists or calls them, and refreshed when they are listed at least five minutes
/// later, so that changed functions become visible without a restart. An error of the API becomes an MCP tool error with the message of the exception, which
/// does not contain keys, prompts or responses.
/// </remarks>
public static class OpperMcpServerBuilderExtensions
{
    /// <summary>Serves managed functions by their names, with their descriptions and schemas. <c>GET /v2/functions/by-name/{name}</c>; each call is <c>POST
    /// /v2/functions/{function_id}/call</c>.</summary>
    /// <param name="builder">The server builder.</param>
    /// <param name="names">The names of the functions, such as <c>support/triage</c>.</param>
    /// <returns>The server builder.</returns>
    /// <exception cref="ArgumentException">No name is specified, or a name is blank.</exception>
    public static IMcpServerBuilder WithOpperFunctions(this IMcpServerBuilder builder, params string[] names)
    {
        if ((names ?? throw new ArgumentNullException(nameof(names))).Length == 0 || names.Any(string.IsNullOrWhiteSpace))
        {
            throw new ArgumentException("At least one function name is required, and names must not be blank.", nameof(names));
        }

        return Add(builder, isReadOnly: true, async (services, token) =>
            await Task.WhenAll(names.Select(name => Client(services).Functions.AsAIFunctionAsync(name, cancellationToken: token))).ConfigureAwait(false));
    }

    /// <summary>Serves the managed functions that match a condition. <c>GET /v2/functions</c>, then <c>GET /v2/functions/{function_id}</c> for
    /// each.</summary>
    /// <param name="builder">The server builder.</param>
    /// <param name="filter">The condition, such as <c>function => function.Name.StartsWith("support/")</c>.</param>
    /// <returns>The server builder.</returns>
    public static IMcpServerBuilder WithOpperFunctions(this IMcpServerBuilder builder, Func<FunctionSummary, bool> filter)
    {
        _ = filter ?? throw new ArgumentNullException(nameof(filter));
        return Add(builder, isReadOnly: true,
            async (services, token) => await Client(services).Functions.AsAIFunctionsAsync(filter, cancellationToken: token).ConfigureAwait(false));
    }

    /// <summary>Serves a knowledge base search. <c>GET /v2/knowledge/by-name/{knowledge_base_name}</c>; each search is <c>POST
    /// /v2/knowledge/{knowledge_base_id}/query</c>.</summary>
    /// <param name="builder">The server builder.</param>
    /// <param name="knowledgeBaseName">The name of the knowledge base.</param>
    /// <param name="description">A description for the model: what the knowledge base contains, and when to search it. Default: its name.</param>
    /// <param name="topK">The maximum number of segments to return. Default: 5.</param>
    /// <param name="filters">Conditions that all segments must match; the model cannot change them. Default: none.</param>
    /// <returns>The server builder.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="topK"/> is not positive.</exception>
    public static IMcpServerBuilder WithOpperKnowledge(this IMcpServerBuilder builder, string knowledgeBaseName, string? description = null,
        int topK = 5, Filter? filters = null)
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

    /// <summary>Serves any functions, such as those of <c>opper.Ocr.AsAIFunction(…)</c> and <c>opper.Rerank.AsAIFunction(…)</c>, or those of a keyed
    /// client.</summary>
    /// <param name="builder">The server builder.</param>
    /// <param name="load">Creates the functions from the services of the server. Called when tools are first listed or called, and when they are
    /// refreshed.</param>
    /// <returns>The server builder.</returns>
    public static IMcpServerBuilder WithOpperTools(this IMcpServerBuilder builder,
        Func<IServiceProvider, CancellationToken, Task<IEnumerable<AIFunction>>> load) =>
        Add(builder, isReadOnly: false, load ?? throw new ArgumentNullException(nameof(load)));

    private static OpperClient Client(IServiceProvider services) => services.GetRequiredService<OpperClient>();

    private static IMcpServerBuilder Add(IMcpServerBuilder builder, bool isReadOnly,
        Func<IServiceProvider, CancellationToken, Task<IEnumerable<AIFunction>>> load)
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

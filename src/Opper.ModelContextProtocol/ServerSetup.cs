using Microsoft.Extensions.Options;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Opper.ModelContextProtocol;

/// <summary>Loads the tools of a server before the first request that needs them, because the options of a server are created synchronously.</summary>
internal sealed class ServerSetup(ToolCatalogue catalogue) : IConfigureOptions<McpServerOptions>
{
    public void Configure(McpServerOptions options)
    {
        var gate = new object();
        IReadOnlyList<McpServerTool> served = [];
        options.ToolCollection ??= [];

        // Runs first, so that the filters of the application see the tools.
        options.Filters.Request.ListToolsFilters.Insert(0, next => async (request, cancellationToken) =>
        {
            await FillAsync(isListing: true, cancellationToken).ConfigureAwait(false);
            return await next(request, cancellationToken).ConfigureAwait(false);
        });
        options.Filters.Request.CallToolFilters.Insert(0, next => async (request, cancellationToken) =>
        {
            if (request.MatchedPrimitive is null && request.Params?.Name is { } name)
            {
                await FillAsync(isListing: false, cancellationToken).ConfigureAwait(false);
                request.MatchedPrimitive = options.ToolCollection?.TryGetPrimitive(name, out var tool) == true ? tool : null;
            }

            return await next(request, cancellationToken).ConfigureAwait(false);
        });

        async Task FillAsync(bool isListing, CancellationToken cancellationToken)
        {
            IReadOnlyList<McpServerTool> tools;
            try
            {
                tools = await catalogue.GetAsync(isListing, cancellationToken).ConfigureAwait(false);
            }
            catch (OpperException exception)
            {
                throw new McpException(exception.Message, exception);
            }

            lock (gate)
            {
                if (!ReferenceEquals(served, tools) && options.ToolCollection is { } collection)
                {
                    catalogue.Replace(collection, served, tools);
                    served = tools;
                }
            }
        }
    }
}

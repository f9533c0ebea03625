using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace Opper.ModelContextProtocol;

/// <summary>The tools that one call on the server builder adds.</summary>
internal sealed class ToolSource(Func<IServiceProvider, CancellationToken, Task<IEnumerable<AIFunction>>> load, bool isReadOnly)
{
    public async Task<IEnumerable<McpServerTool>> LoadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var functions = await load(services, cancellationToken).ConfigureAwait(false);
        return functions.Select(function => McpServerTool.Create(new ReportingFunction(function), new McpServerToolCreateOptions
        {
            // Null if unknown; the protocol then assumes that the tool modifies its environment.
            ReadOnly = isReadOnly ? true : null,
            UseStructuredContent = function.ReturnJsonSchema is not null,
        }));
    }
}

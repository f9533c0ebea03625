using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace Opper.ModelContextProtocol;

/// <summary>What one call on the server's builder asks for.</summary>
internal sealed class ToolSource(Func<IServiceProvider, CancellationToken, Task<IEnumerable<AIFunction>>> load, bool isReadOnly)
{
    public async Task<IEnumerable<McpServerTool>> LoadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var functions = await load(services, cancellationToken).ConfigureAwait(false);
        return functions.Select(function => McpServerTool.Create(new ReportingFunction(function), new McpServerToolCreateOptions
        {
            // What is not known must stay unsaid: the protocol takes a tool that says nothing for one that changes things.
            ReadOnly = isReadOnly ? true : null,
            UseStructuredContent = function.ReturnJsonSchema is not null,
        }));
    }
}

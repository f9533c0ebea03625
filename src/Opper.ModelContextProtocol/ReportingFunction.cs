using Microsoft.Extensions.AI;
using ModelContextProtocol;

namespace Opper.ModelContextProtocol;

/// <summary>Tells the client why a call failed. The SDK passes on the messages of its own exceptions only, and those of Opper hold no secret.</summary>
internal sealed class ReportingFunction(AIFunction inner) : DelegatingAIFunction(inner)
{
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return await base.InvokeCoreAsync(arguments, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OpperException or ArgumentException)
        {
            throw new McpException(exception.Message, exception);
        }
    }
}

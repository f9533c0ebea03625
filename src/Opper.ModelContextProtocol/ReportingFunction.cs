using Microsoft.Extensions.AI;
using ModelContextProtocol;

namespace Opper.ModelContextProtocol;

/// <summary>Reports the reason of a failed call to the client. The SDK returns only messages of its own exceptions; those of Opper do not contain
/// secrets.</summary>
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

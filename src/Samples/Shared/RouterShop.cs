using System.ComponentModel;
using Opper.Functions;
using Opper.Knowledge;

namespace Opper.Samples;

/// <summary>A shop for routers that several samples work for: a managed function that sorts its customers' tickets, and its manuals.</summary>
public static class RouterShop
{
    /// <summary>The function that sorts tickets.</summary>
    public const string FunctionName = "samples/triage";

    /// <summary>The knowledge base of the manuals.</summary>
    public const string KnowledgeBaseName = "samples-manuals";

    /// <summary>Makes the function and the knowledge base where they are missing.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The work.</returns>
    public static async Task PrepareAsync(OpperClient opper, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opper);
        if (!await opper.Functions.ListAllAsync(name: FunctionName, cancellationToken: cancellationToken).AnyAsync(cancellationToken))
        {
            await opper.Functions.CreateAsync(
                new CreateFunctionRequest
                {
                    Name = FunctionName,
                    Description = "Sorts a customer's ticket.",
                    Instructions = "Say which team a ticket is for.",
                    InputSchema = OpperSchema.For<Ticket>(),
                    OutputSchema = OpperSchema.For<Triage>(),
                },
                cancellationToken: cancellationToken);
        }

        var manuals = await opper.Knowledge.GetOrCreateAsync(KnowledgeBaseName, cancellationToken: cancellationToken);
        await opper.Knowledge.AddDocumentAsync(manuals.Id, new AddDocumentRequest { Key = "reset",
            Content = "To reset the router, hold the red button for ten seconds." }, cancellationToken: cancellationToken);
    }

    private sealed record Ticket([property: Description("What the customer writes.")] string Text);

    private sealed record Triage([property: Description("The team: billing, technology or shipping.")] string Team);
}

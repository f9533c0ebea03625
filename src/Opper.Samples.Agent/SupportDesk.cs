using System.ComponentModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Opper.OpenTelemetry;

namespace Opper.Samples.Agent;

/// <summary>An agent of Microsoft's Agent Framework that answers customers: it sorts tickets by a managed function, looks into manuals, and asks the shop's own code about orders.</summary>
public static class SupportDesk
{
    private const string SourceName = "Opper.Samples.Agent";

    /// <summary>Makes the agent, and on its first run what it works with.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The agent.</returns>
    public static async Task<AIAgent> CreateAsync(OpperClient opper, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(opper);
        await RouterShop.PrepareAsync(opper, cancellationToken);
        var agent = opper.AsChatClient("openai/gpt-4o-mini").AsAIAgent(new ChatClientAgentOptions
        {
            Id = "support-desk",
            Name = "Support Desk",
            ChatOptions = new ChatOptions
            {
                Instructions = "You help customers of a shop for routers. Sort each ticket first, then answer from the manuals and the orders.",
                Tools =
                [
                    await opper.Functions.AsAIFunctionAsync(RouterShop.FunctionName, cancellationToken: cancellationToken),
                    await opper.Knowledge.AsAIFunctionAsync(RouterShop.KnowledgeBaseName, "Searches the manuals of our routers.", cancellationToken: cancellationToken),
                    AIFunctionFactory.Create(OrderStatus, "order_status"),
                ],
            },
        });
        return agent.AsBuilder().UseOpenTelemetry(SourceName, static telemetry => telemetry.EnableSensitiveData = true).Build();
    }

    /// <summary>Asks the agent a question, and writes which tools it used and what it answers. The run is exported as one trace of Opper.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="output">Where to write.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The running conversation.</returns>
    public static async Task RunAsync(OpperClient opper, TextWriter output, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        using var processor = new OpperSpanProcessor(new OpperExporterOptions { Client = opper, RecordContent = true });
        using var tracing = Sdk.CreateTracerProviderBuilder().AddSource(SourceName).AddProcessor(processor).Build();
        // What this client asks for appears under the activity that asked for it.
        var agent = await CreateAsync(opper.WithOptions(options => options.SpanContextSource = processor), cancellationToken);
        var session = await agent.CreateSessionAsync(cancellationToken);
        var response = await agent.RunAsync("How do I reset my router, and where is order 7?", session, cancellationToken: cancellationToken);
        foreach (var call in response.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>())
        {
            await output.WriteLineAsync($"used {call.Name}");
        }

        await output.WriteLineAsync(response.Text);
    }

    [Description("Tells where an order is.")]
    private static string OrderStatus([Description("The number of the order.")] int number) => $"Order {number} leaves the warehouse today.";
}

using System.ComponentModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Opper.Functions;
using Opper.Knowledge;
using Opper.OpenTelemetry;

namespace Opper.Samples.Agent;

/// <summary>A support agent with Microsoft's Agent Framework, with a managed function, a knowledge base and a local function as tools.</summary>
public static class SupportDesk
{
    private const string SourceName = "Opper.Samples.Agent";

    /// <summary>Creates the agent and, on the first run, its function and knowledge base.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
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
                    await opper.Knowledge.AsAIFunctionAsync(RouterShop.KnowledgeBaseName, "Searches the manuals of our routers.",
                        cancellationToken: cancellationToken),
                    AIFunctionFactory.Create(OrderStatus, "order_status"),
                ],
            },
        });
        return agent.AsBuilder().UseOpenTelemetry(SourceName, static telemetry => telemetry.EnableSensitiveData = true).Build();
    }

    /// <summary>Asks the agent a question, and writes the tools it used and its answer. The run is exported as one trace.</summary>
    /// <param name="opper">The client.</param>
    /// <param name="output">The output.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>A task that completes after the output has been written.</returns>
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

using System.Text.Json;
using global::Anthropic;
using global::Anthropic.Models.Messages;
using global::Anthropic.Models.Models;

namespace Opper.Benchmarks.Peers;

/// <summary>The official Anthropic client, in its own wire form: a text of the same length, events in pieces of the same text.</summary>
internal sealed class AnthropicPeer(Uri server) : Peer
{
    private readonly AnthropicClient _call = Create(server, "call");
    private readonly AnthropicClient _typed = Create(server, "typed");

    public override async Task<string> CallAsync() => Text(await _call.Messages.Create(Ask()));

    public override async Task<string> TypedCallAsync() =>
        JsonSerializer.Deserialize(Text(await _typed.Messages.Create(Ask())), HarbourJson.Default.Harbour)!.Title;

    public override async IAsyncEnumerable<string> Stream(string scenario)
    {
        await foreach (var update in Create(server, scenario).Messages.CreateStreaming(Ask()))
        {
            if (update.TryPickContentBlockDelta(out var delta) && delta.Delta.TryPickText(out var text))
            {
                yield return text.Text;
            }
        }
    }

    public override async Task<int> PageAsync(string scenario)
    {
        var count = 0;
        var first = await Create(server, scenario).Models.List(new ModelListParams { Limit = 100 });
        await foreach (var model in first.Paginate())
        {
            count += model.ID.Length > 0 ? 1 : 0;
        }

        return count;
    }

    private static string Text(Message message) =>
        message.Content[0].TryPickText(out var text) ? text.Text : throw new InvalidOperationException("No text came.");

    private static MessageCreateParams Ask() => new()
    {
        Model = "claude-sonnet-4-20250514",
        MaxTokens = 1024,
        System = Question.Instructions,
        Messages = [new UserMessageParam(Question.Input)],
    };

    private static AnthropicClient Create(Uri server, string scenario) =>
        new() { ApiKey = Question.Key, BaseUrl = At(server, scenario).AbsoluteUri.TrimEnd('/') };
}

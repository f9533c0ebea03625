using System.ClientModel;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Opper.Benchmarks.Peers;

/// <summary>The official OpenAI client, in its own wire form: a text of the same length, events in pieces of the same text.</summary>
internal sealed class OpenAIPeer(Uri server) : Peer
{
    private readonly OpenAI.Chat.ChatClient _call = Chat(server, "call");
    private readonly OpenAI.Chat.ChatClient _typed = Chat(server, "typed");
    private readonly EmbeddingClient _embed = new("text-embedding-3-small", new ApiKeyCredential(Question.Key), Options(server, "embed"));

    public override async Task<string> CallAsync() => (await _call.CompleteChatAsync(Ask())).Value.Content[0].Text;

    public override async Task<string> TypedCallAsync() =>
        JsonSerializer.Deserialize((await _typed.CompleteChatAsync(Ask())).Value.Content[0].Text, HarbourJson.Default.Harbour)!.Title;

    public override async IAsyncEnumerable<string> Stream(string scenario)
    {
        await foreach (var update in Chat(server, scenario).CompleteChatStreamingAsync(Ask()))
        {
            if (update.ContentUpdate is [{ Text.Length: > 0 } part, ..])
            {
                yield return part.Text;
            }
        }
    }

    public override async Task<double> EmbedAsync()
    {
        var vectors = (await _embed.GenerateEmbeddingsAsync(Question.Texts)).Value;
        return vectors[^1].ToFloats().Span[^1];
    }

    public override async Task<int> PageAsync(string scenario)
    {
        var count = 0;
#pragma warning disable OPENAI001 // Experimental.
        await foreach (var completion in Chat(server, scenario).GetChatCompletionsAsync(new ChatCompletionCollectionOptions { PageSizeLimit = 100 }))
#pragma warning restore OPENAI001
        {
            count += completion.Id.Length > 0 ? 1 : 0;
        }

        return count;
    }

    private static OpenAI.Chat.ChatMessage[] Ask() => [new SystemChatMessage(Question.Instructions), new UserChatMessage(Question.Input)];

    private static OpenAI.Chat.ChatClient Chat(Uri server, string scenario) =>
        new("gpt-4o-mini", new ApiKeyCredential(Question.Key), Options(server, scenario));

    private static OpenAIClientOptions Options(Uri server, string scenario) => new() { Endpoint = new Uri(At(server, scenario), "v1") };
}

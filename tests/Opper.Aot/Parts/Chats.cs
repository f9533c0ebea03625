using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Opper.Extensions.AI;

namespace Opper.Aot.Parts;

internal static class Chats
{
    public static async Task RunAsync(OpperClient opper, Report report)
    {
        var request = new Chat.ChatCompletionRequest
        {
            Model = "openai/gpt-4o-mini",
            Messages = [Chat.ChatMessage.System("Be short."), Chat.ChatMessage.User("Where is Oslo? In Norway.")],
        };
        report.Got("Chat_Complete", await opper.Chat.CompleteAsync(request));
        var chunks = new StringBuilder();
        await foreach (var chunk in opper.Chat.StreamAsync(request))
        {
            chunks.AppendLine(JsonSerializer.Serialize(chunk, Answers.Default.ChatCompletionChunk));
        }

        report.Text("Chat_Complete as a stream", chunks.ToString());
        report.Got("a chat's stream put together", await opper.Chat.StreamAsync(request).GetFinalCompletionAsync());

        using var client = opper.AsChatClient("openai/gpt-4o-mini");
        var options = new ChatOptions { Temperature = 0.1f, AdditionalProperties = new() { ["top_p"] = 0.5, ["extra_field"] = "kept" } };
        var answer = await client.GetResponseAsync("Where is Oslo? In Norway.", options);
        report.Text("IChatClient", $"{answer.Text} {answer.FinishReason} {answer.Usage?.TotalTokenCount}");
        var text = new StringBuilder();
        await foreach (var update in client.GetStreamingResponseAsync("Where is Oslo? In Norway."))
        {
            text.Append(update.Text).Append('|');
        }

        report.Text("IChatClient as a stream", text.ToString());
        var grown = 0;
        await foreach (var partial in client.GetStreamingResponseAsync([new ChatMessage(ChatRole.User, "Invoice 7 of Ann, 12.50 euros.")],
            Types.Default.Invoice))
        {
            grown++;
            if (partial.IsFinal)
            {
                report.Text("IChatClient as a typed stream", $"{grown > 1} {partial.Value!.Vendor} {partial.Value.Total}");
            }
        }

        using var embeddings = opper.AsEmbeddingGenerator("openai/text-embedding-3-small");
        report.Text("IEmbeddingGenerator", string.Join(' ', (await embeddings.GenerateAsync(["Oslo"]))[0].Vector.ToArray().Take(5)));
    }
}

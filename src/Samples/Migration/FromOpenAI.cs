using System.ClientModel;
using System.Text.Json;
using OpenAI;
using Opper.Chat;

namespace Opper.Samples.Migration;

/// <summary>A chat with the OpenAI SDK, and with the client.</summary>
internal static class FromOpenAI
{
    private const string Model = "openai/gpt-4o-mini";

    public static async Task<Invoice> BeforeAsync(string baseUrl, string apiKey, CancellationToken cancellationToken)
    {
        var chat = new OpenAI.Chat.ChatClient(Model, new ApiKeyCredential(apiKey), new OpenAIClientOptions { Endpoint = new Uri(baseUrl + "/v2/openai") });
        var format = OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat("invoice", BinaryData.FromString("""
            {"type": "object", "properties": {"number": {"type": "string"}, "total": {"type": "number"}}, "required": ["number", "total"], "additionalProperties": false}
            """));
        OpenAI.Chat.ChatMessage[] messages = [new OpenAI.Chat.SystemChatMessage(Invoice.Instructions), new OpenAI.Chat.UserChatMessage(Invoice.Text)];
        var completion = await chat.CompleteChatAsync(messages, new OpenAI.Chat.ChatCompletionOptions { ResponseFormat = format }, cancellationToken);
        return JsonSerializer.Deserialize<Invoice>(completion.Value.Content[0].Text)!;
    }

    public static async Task<Invoice> AfterAsync(OpperClient opper, CancellationToken cancellationToken) =>
        await opper.Chat.CompleteAsync<Invoice>(
            new ChatCompletionRequest { Model = Model, Messages = { ChatMessage.System(Invoice.Instructions), ChatMessage.User(Invoice.Text) } },
            cancellationToken: cancellationToken);
}

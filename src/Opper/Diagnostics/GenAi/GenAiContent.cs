using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Opper.Diagnostics.GenAi;

/// <summary>Adds inputs and outputs to an activity as OpenTelemetry messages, if <see cref="OpperClientOptions.RecordContent"/> is set.</summary>
internal sealed class GenAiContent(Activity activity)
{
    /// <summary>Longer text is truncated, because inputs may contain images.</summary>
    private const int MaxLength = 32 * 1024;

    private StringBuilder? _streamed;

    public void Request(object? request)
    {
        switch (request)
        {
            case CallRequest call:
                if (call.Instructions is { } instructions)
                {
                    Set("gen_ai.system_instructions", new JsonArray(Part(instructions)));
                }

                SetInput(call.Input);
                break;
            case CallFunctionRequest function:
                SetInput(function.Input);
                break;
            case ChatCompletionRequest chat:
                Set("gen_ai.input.messages",
                    new JsonArray([.. chat.Messages.Select(static message => Message(message.Role.Value, message.Content?.Text ?? string.Empty))]));
                break;
        }
    }

    public void AddResponse(ReadOnlyMemory<byte> body)
    {
        JsonObject? json;
        try
        {
            json = JsonNode.Parse(body.Span, nodeOptions: null, new JsonDocumentOptions { MaxDepth = OpperJson.MaxDepth }) as JsonObject;
        }
        catch (JsonException)
        {
            return;
        }

        if (json?["choices"] is JsonArray choices)
        {
            Set("gen_ai.output.messages",
                new JsonArray([.. choices.OfType<JsonObject>()
                    .Select(static choice => Message("assistant", Text((choice["message"] as JsonObject)?["content"]), Text(choice["finish_reason"])))]));
        }
        else if ((json?["json_payload"] ?? json?["message"]) is { } output)
        {
            SetOutput(Text(output));
        }
    }

    public void Add(object chunk)
    {
        var text = chunk switch
        {
            string piece => piece,
            StreamChunk call => call.Delta,
            ChatCompletionChunk { Choices: [var choice, ..] } => choice.Delta?.Content,
            _ => null,
        };
        if (text is not null && (_streamed ??= new StringBuilder()).Length <= MaxLength)
        {
            _streamed.Append(text);
        }
    }

    public void End()
    {
        if (_streamed is not null)
        {
            SetOutput(_streamed.ToString());
        }
    }

    private void SetInput(object? input)
    {
        if (input is not null)
        {
            Set("gen_ai.input.messages", new JsonArray(Message("user", input as string ?? JsonWrite.Text(input))));
        }
    }

    private void SetOutput(string text) => Set("gen_ai.output.messages", new JsonArray(Message("assistant", text, "stop")));

    private void Set(string tag, JsonArray value) => activity.SetTag(tag, JsonWrite.Text(value));

    private static JsonObject Message(string role, string text, string? finishReason = null)
    {
        var message = new JsonObject { ["role"] = role, ["parts"] = new JsonArray(Part(text)) };
        if (!string.IsNullOrEmpty(finishReason))
        {
            message["finish_reason"] = finishReason;
        }

        return message;
    }

    private static JsonObject Part(string text) =>
        new() { ["type"] = "text", ["content"] = text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength).ToString(), "…") };

    private static string Text(JsonNode? value) =>
        value is null ? string.Empty : value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : JsonWrite.Text(value);
}

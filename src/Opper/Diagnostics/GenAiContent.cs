using System.Diagnostics;
using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Opper;

/// <summary>Puts inputs and outputs on an activity, as messages by OpenTelemetry's conventions. Only where the options ask for it.</summary>
internal sealed class GenAiContent(Activity activity)
{
    /// <summary>Longer texts are cut: an input may hold whole images.</summary>
    private const int MaxLength = 32 * 1024;

    private StringBuilder? _streamed;

    public void Request(object? request)
    {
        switch (request)
        {
            case CallRequest call:
                if (call.Instructions is { } instructions)
                {
                    Set("gen_ai.system_instructions", new JArray(Part(instructions)));
                }

                SetInput(call.Input);
                break;
            case CallFunctionRequest function:
                SetInput(function.Input);
                break;
            case ChatCompletionRequest chat:
                Set("gen_ai.input.messages", new JArray(chat.Messages.Select(static message => Message(message.Role.Value, message.Content?.Text ?? string.Empty))));
                break;
        }
    }

    public void Answer(ReadOnlyMemory<byte> body)
    {
        JToken? answer;
        try
        {
            answer = OpperJson.ReadToken(body);
        }
        catch (JsonException)
        {
            return;
        }

        if (answer?["choices"] is JArray choices)
        {
            Set("gen_ai.output.messages", new JArray(choices.Select(static choice => Message("assistant", Text(choice["message"]?["content"]), choice["finish_reason"] is { Type: JTokenType.String } reason ? (string?)reason : null))));
        }
        else if ((answer?["json_payload"] ?? answer?["message"]) is { Type: not JTokenType.Null } output)
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
            Set("gen_ai.input.messages", new JArray(Message("user", input as string ?? OpperJson.WriteString(input))));
        }
    }

    private void SetOutput(string text) => Set("gen_ai.output.messages", new JArray(Message("assistant", text, "stop")));

    private void Set(string tag, JArray value) => activity.SetTag(tag, value.ToString(Formatting.None));

    private static JObject Message(string role, string text, string? finishReason = null)
    {
        var message = new JObject { ["role"] = role, ["parts"] = new JArray(Part(text)) };
        if (finishReason is not null)
        {
            message["finish_reason"] = finishReason;
        }

        return message;
    }

    private static JObject Part(string text) => new() { ["type"] = "text", ["content"] = text.Length <= MaxLength ? text : string.Concat(text.AsSpan(0, MaxLength).ToString(), "…") };

    private static string Text(JToken? value) => value is null ? string.Empty : value.Type == JTokenType.String ? (string)value! : value.ToString(Formatting.None);
}

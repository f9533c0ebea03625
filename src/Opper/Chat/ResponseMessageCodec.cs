using System.Text.Json;

namespace Opper.Chat;

/// <summary>
/// Reads the message of a completion and adds what some servers omit, so that the message can be sent in the next request: the role, and
/// the type, arguments and a unique ID of each tool call.
/// </summary>
internal static class ResponseMessageCodec
{
    public static ChatMessage Read(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return Complete(new ChatMessage());
        }

        return Complete(JsonRead.Model<ChatMessage>(ref reader, ref source));
    }

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, ChatMessage? value) => output.Member(name, value);

    public static ChatMessage Complete(ChatMessage message)
    {
        if (!JsonWrite.IsSet(message.Role))
        {
            message.Role = ChatRole.Assistant;
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var call in message.ToolCalls ?? [])
        {
            if (string.IsNullOrWhiteSpace(call.Id) || !ids.Add(call.Id))
            {
                call.Id = $"call_{Guid.NewGuid():N}";
            }

            if (!JsonWrite.IsSet(call.Type))
            {
                call.Type = call.Custom is null ? ChatToolType.Function : ChatToolType.Custom;
            }

            FillIn(call.Function);
        }

        FillIn(message.FunctionCall);

        return message;
    }

    private static void FillIn(ChatFunctionCall? function)
    {
        if (function is { Arguments.Length: 0 })
        {
            function.Arguments = "{}";
        }
    }
}

using System.Text.Json;

namespace Opper.Chat;

/// <summary>
/// The message of an answer. What servers leave out, and a message needs to go into the next request, is filled in: the role, and of each call its
/// type, its arguments and an id of its own.
/// </summary>
internal static class AnswerMessageCodec
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

    /// <summary>Fills in what the server left out.</summary>
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

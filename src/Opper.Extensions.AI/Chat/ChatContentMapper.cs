using System.Text.Json;

namespace Opper.Extensions.AI;

/// <summary>Creates contents from the message of a response. In a stream, its texts have already been returned as updates.</summary>
internal static class ChatContentMapper
{
    private const string AnyImage = "image/*";

    /// <summary>The reasoning and the text.</summary>
    public static IEnumerable<AIContent> Texts(Chat.ChatMessage message)
    {
        if (Thoughts(message.AdditionalProperties) is { } thoughts)
        {
            yield return thoughts;
        }

        foreach (var part in message.Content?.Parts ?? [])
        {
            if (part.Thoughts is { } thought)
            {
                yield return new TextReasoningContent(thought) { RawRepresentation = part };
            }
            else if (part.ImageUrl?.Url is { Length: > 0 } image)
            {
                yield return Media(image, part);
            }
            else if (part.Refusal is { Length: > 0 } refusal)
            {
                yield return Refusal(refusal);
            }
            else if (part.Text is { Length: > 0 } text)
            {
                yield return new TextContent(text);
            }
            else if (part.Type != "text")
            {
                // An unknown type of part is kept as its raw representation.
                yield return new AIContent { RawRepresentation = part };
            }
        }
    }

    /// <summary>The contents that are complete only at the end: reasoning details, citations, images, audio, refusals, tool calls.</summary>
    public static IEnumerable<AIContent> Rest(Chat.ChatMessage message, string? audioFormat)
    {
        if (Details(message.AdditionalProperties) is { } details)
        {
            yield return details;
        }

        if (ChatAnnotations.Of(message.AdditionalProperties) is { Count: > 0 } annotations)
        {
            yield return new TextContent(string.Empty) { Annotations = annotations };
        }

        foreach (var image in Images(message.AdditionalProperties))
        {
            yield return image;
        }

        if (message.Audio is { Data.Length: > 0 } audio)
        {
            var speech = Media($"data:{ChatFieldNames.AudioType(audioFormat)};base64,{audio.Data}", audio);
            speech.AdditionalProperties = new() { [ChatFieldNames.AudioIdProperty] = audio.Id };
            yield return speech;
        }

        if (message.Audio?.Transcript is { Length: > 0 } transcript)
        {
            yield return new TextContent(transcript);
        }

        if (!string.IsNullOrWhiteSpace(message.Refusal))
        {
            yield return Refusal(message.Refusal!);
        }

        foreach (var call in message.ToolCalls ?? [])
        {
            yield return Call(call);
        }

        // OpenAI's legacy function_call has no ID.
        if (message.FunctionCall is { } old)
        {
            yield return Call(old, $"call_{Guid.NewGuid():N}", old);
        }
    }

    /// <summary>The reasoning text, from the first field that has it.</summary>
    public static TextReasoningContent? Thoughts(IDictionary<string, RawJson?> fields)
    {
        foreach (var field in ChatFieldNames.ReasoningTexts)
        {
            if (fields.TryGetValue(field, out var value) && value is { ValueKind: JsonValueKind.String } && value.ToString() is { Length: > 0 } text)
            {
                return new TextReasoningContent(text) { AdditionalProperties = new() { [ChatFieldNames.FieldProperty] = field } };
            }
        }

        return null;
    }

    private static TextReasoningContent? Details(IDictionary<string, RawJson?> fields)
    {
        var details = ChatFieldNames.ReasoningDetails.Where(field => fields.TryGetValue(field, out var value) && value is not null)
            .Select(field => $"\"{field}\":{fields[field]!.GetRawText()}").ToList();
        return details.Count == 0 ? null : new TextReasoningContent(null) { ProtectedData = $"{{{string.Join(",", details)}}}" };
    }

    private static IEnumerable<AIContent> Images(IDictionary<string, RawJson?> fields)
    {
        if (!fields.TryGetValue(ChatFieldNames.Images, out var images) || images is not { ValueKind: JsonValueKind.Array })
        {
            yield break;
        }

        for (var i = 0; images[i] is { } image; i++)
        {
            if ((image["image_url"]?["url"] ?? image["url"]) is { ValueKind: JsonValueKind.String } url)
            {
                yield return Media(url.ToString(), image);
            }
        }
    }

    // If it is not a valid URI, the raw representation is kept.
    private static AIContent Media(string url, object raw)
    {
        try
        {
            return url.StartsWith("data:", StringComparison.Ordinal)
                ? new DataContent(url) { RawRepresentation = raw }
                : new UriContent(url, AnyImage) { RawRepresentation = raw };
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            return new AIContent { RawRepresentation = raw };
        }
    }

    private static ErrorContent Refusal(string refusal) => new(refusal) { ErrorCode = ChatMessageMapper.RefusalCode };

    private static FunctionCallContent Call(Chat.ChatToolCall call)
    {
        var content = call.Custom is { } custom
            ? new FunctionCallContent(call.Id, custom.Name, new Dictionary<string, object?> { ["input"] = custom.Input }) { RawRepresentation = call }
            : Call(call.Function ?? new Chat.ChatFunctionCall(), call.Id, call);
        foreach (var other in call.AdditionalProperties)
        {
            (content.AdditionalProperties ??= [])[other.Key] = (other.Value ?? RawJson.Null).ToJsonElement();
        }

        return content;
    }

    // If the arguments are not valid JSON, the content's Exception reports it, so that the model can be told.
    private static FunctionCallContent Call(Chat.ChatFunctionCall function, string id, object raw)
    {
        var content = FunctionCallContent.CreateFromParsedArguments(function.Arguments ?? string.Empty, id, function.Name, AIJson.ReadArguments);
        content.RawRepresentation = raw;
        return content;
    }
}

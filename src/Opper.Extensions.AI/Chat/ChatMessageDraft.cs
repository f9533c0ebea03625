using System.Text.Json;

namespace Opper.Extensions.AI;

/// <summary>Collects the contents of a message for one message of the Opper API.</summary>
internal sealed class ChatMessageDraft(ChatMessage message)
{
    private const int MaxNameLength = 64;

    private readonly Dictionary<string, RawJson> _fields = [];
    private readonly List<Chat.ChatContentPart> _images = [];
    private string? _audioId;

    public List<Chat.ChatContentPart> Parts { get; } = [];

    public List<Chat.ChatToolCall> Calls { get; } = [];

    public string? Refusal { get; set; }

    public bool HasContent => Parts.Count > 0 || Calls.Count > 0 || Refusal is not null || _images.Count > 0 || _audioId is not null || _fields.Count > 0;

    /// <summary>Adds reasoning, if it came from this client. It is sent back in the field it came in, which some models require.</summary>
    public bool TryAdd(TextReasoningContent reasoning)
    {
        var isTaken = false;
        if (reasoning.AdditionalProperties?.TryGetValue(ChatFieldNames.FieldProperty, out string? field) == true && field is not null
            && reasoning.Text is { Length: > 0 } text)
        {
            _fields[field] = (_fields.TryGetValue(field, out var before) ? before.ToString() : string.Empty) + text;
            isTaken = true;
        }

        if (reasoning.ProtectedData is { Length: > 0 } data && ReadDetails(data) is { } details)
        {
            foreach (var name in ChatFieldNames.ReasoningDetails)
            {
                if (details[name] is { } value)
                {
                    _fields[name] = value;
                    isTaken = true;
                }
            }
        }

        return isTaken;
    }

    /// <summary>Adds images and audio that a model generated, which are sent back in the fields they came in.</summary>
    public bool TryAdd(AIContent content)
    {
        if (content.AdditionalProperties?.TryGetValue(ChatFieldNames.AudioIdProperty, out string? id) == true)
        {
            _audioId = id;
            return true;
        }

        var image = ChatPartMapper.Image(content);
        if (image is not null)
        {
            _images.Add(image);
        }

        return image is not null;
    }

    public Chat.ChatMessage ToMessage()
    {
        var result = new Chat.ChatMessage
        {
            Role = new Chat.ChatRole(message.Role.Value),
            Name = Name(message.AuthorName),
            Content = Content(mayBeAbsent: HasContent && Parts.Count == 0),
            ToolCalls = Calls.Count > 0 ? Calls : null,
            Refusal = Refusal,
            Audio = _audioId is null ? null : new Chat.ChatAudio { Id = _audioId },
        };
        foreach (var field in _fields)
        {
            result.AdditionalProperties[field.Key] = field.Value;
        }

        if (_images.Count > 0)
        {
            result.AdditionalProperties[ChatFieldNames.Images] = RawJson.Parse(((Chat.ChatContent)_images).ToString());
        }

        return result;
    }

    // A single text is sent as a string, which every model accepts.
    private Chat.ChatContent? Content(bool mayBeAbsent) =>
        Parts.TrueForAll(static part => part.Type == "text") && Parts.Count <= 1
            ? Parts.Count == 1 ? Parts[0].Text : mayBeAbsent ? null : string.Empty
            : Parts;

    // The API accepts letters, digits and underscores, at most 64. As in Microsoft's adapter for OpenAI, other characters are removed.
    private static string? Name(string? name)
    {
        var known = (name ?? string.Empty).Where(static c => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'))
            .Take(MaxNameLength).ToArray();
        return known.Length == 0 ? null : new string(known);
    }

    private static RawJson? ReadDetails(string data)
    {
        try
        {
            return RawJson.Parse(data);
        }
        catch (ArgumentException)
        {
            // The reasoning of another provider, which is opaque to Opper.
            return null;
        }
    }
}

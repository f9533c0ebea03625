using System.Text.Json;

namespace Opper.Chat;

/// <summary>The content of a delta: text, or parts, which some servers send. The text parts become the content, reasoning becomes <c>reasoning_content</c>, and
/// other parts <c>content_parts</c>.</summary>
internal readonly struct DeltaContentCodec(ChatChunkDelta delta)
{
    public string? Read(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            return TextPieceCodec.Read(ref reader, ref source);
        }

        var content = JsonAnswer.Read(JsonRead.Raw(ref reader, ref source).Utf8.Span, JsonCodec<ChatContent>.Read);
        var others = new List<ChatContentPart>();
        var (text, thoughts) = (string.Empty, string.Empty);
        foreach (var part in content.Parts)
        {
            if (part.Thoughts is { } thought)
            {
                thoughts += thought;
            }
            else if (part.Text is { } piece)
            {
                text += piece;
            }
            else
            {
                others.Add(part);
            }
        }

        if (thoughts.Length > 0)
        {
            delta.AdditionalProperties["reasoning_content"] = thoughts;
        }

        if (others.Count > 0)
        {
            delta.AdditionalProperties["content_parts"] = RawJson.Parse(((ChatContent)others).ToString());
        }

        return text;
    }

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, string? value) => TextPieceCodec.Write(output, name, value);
}

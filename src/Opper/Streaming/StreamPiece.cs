using System.Text.Json;

namespace Opper;

/// <summary>The delta of a chunk: its text and its JSON type.</summary>
internal readonly struct StreamPiece(string? text, StreamDeltaKind kind, bool isNull = false)
{
    public string? Text { get; } = text;

    public StreamDeltaKind Kind { get; } = kind;

    /// <summary>Whether the event sent an explicit null, rather than no delta.</summary>
    public bool IsNull { get; } = isNull;

    public static StreamPiece Read(ref Utf8JsonReader reader, ref JsonSource source) => reader.TokenType switch
    {
        JsonTokenType.Null => new(null, StreamDeltaKind.None, isNull: true),
        JsonTokenType.String => new(JsonText.ReadPiece(ref reader), StreamDeltaKind.String),
        JsonTokenType.Number => new(JsonRead.String(ref reader), StreamDeltaKind.Number),
        JsonTokenType.True or JsonTokenType.False => new(JsonRead.String(ref reader), StreamDeltaKind.Boolean),
        _ => new(JsonRead.Raw(ref reader, ref source).GetRawText(), StreamDeltaKind.Json),
    };

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, StreamPiece value)
    {
        if (value.Text is null)
        {
            if (value.IsNull)
            {
                output.Writer.WriteNull(name);
            }

            return;
        }

        output.Writer.WritePropertyName(name);
        // The kind may be unset in chunks that a test creates.
        if (value.Kind is StreamDeltaKind.String or StreamDeltaKind.None)
        {
            JsonText.Write(output.Writer, value.Text);
        }
        else
        {
            output.Writer.WriteRawValue(value.Text);
        }
    }
}

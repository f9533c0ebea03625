using System.Text.Json;

namespace Opper.Json;

/// <summary>The delta of a chunk: its text and its JSON type.</summary>
internal readonly struct StreamPiece
{
    private static readonly object Null = new();

    // A string, Null, or a Typed for other kinds: a single reference, because every event has a delta and most are strings.
    private readonly object? _value;

    public StreamPiece(string? text, StreamDeltaKind kind) =>
        _value = kind == StreamDeltaKind.String && text is not null ? text : kind == StreamDeltaKind.None && text is null ? null : new Typed(text, kind);

    private StreamPiece(object value) => _value = value;

    public string? Text => _value as string ?? (_value as Typed)?.Text;

    public StreamDeltaKind Kind => _value is string ? StreamDeltaKind.String : (_value as Typed)?.Kind ?? StreamDeltaKind.None;

    public static StreamPiece Read(ref Utf8JsonReader reader, ref JsonSource source)
    {
        source.Events?.MarkPiece(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.Null => new(Null),
            JsonTokenType.String => new(JsonText.ReadPiece(ref reader)),
            JsonTokenType.Number => new(JsonRead.String(ref reader), StreamDeltaKind.Number),
            JsonTokenType.True or JsonTokenType.False => new(JsonRead.String(ref reader), StreamDeltaKind.Boolean),
            _ => new(JsonRead.Raw(ref reader, ref source).GetRawText(), StreamDeltaKind.Json),
        };
    }

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, StreamPiece value)
    {
        if (value.Text is null)
        {
            if (ReferenceEquals(value._value, Null))
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

    private sealed record Typed(string? Text, StreamDeltaKind Kind);
}

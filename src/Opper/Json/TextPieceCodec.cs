using System.Text.Json;

namespace Opper;

/// <summary>A text delta: a surrogate whose other half is in another event is kept, so that the two can be joined.</summary>
internal static class TextPieceCodec
{
    public static string? Read(ref Utf8JsonReader reader, ref JsonSource source) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => JsonText.ReadPiece(ref reader),
        _ => JsonRead.String(ref reader),
    };

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            output.Writer.WritePropertyName(name);
            JsonText.Write(output.Writer, value);
        }
    }
}

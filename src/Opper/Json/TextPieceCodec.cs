using System.Text.Json;

namespace Opper;

/// <summary>A text whose next piece comes in another event: half of a character at its end is kept, for the other half to be joined to.</summary>
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

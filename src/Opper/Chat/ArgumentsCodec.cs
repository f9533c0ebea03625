using System.Text.Json;

namespace Opper.Chat;

/// <summary>The arguments of a call: JSON as text, or the JSON itself, which some servers send.</summary>
internal static class ArgumentsCodec
{
    public static string Read(ref Utf8JsonReader reader, ref JsonSource source) => reader.TokenType switch
    {
        // Absent, as null is in every answer.
        JsonTokenType.Null => null!,
        JsonTokenType.String => JsonText.ReadPiece(ref reader),
        _ => JsonRead.Raw(ref reader, ref source).GetRawText(),
    };

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, string? value) => TextPieceCodec.Write(output, name, value);
}

using System.Text.Json;

namespace Opper.Chat;

/// <summary>The arguments of a tool call: a JSON string, or a JSON value, which some servers send instead.</summary>
internal static class ArgumentsCodec
{
    public static string Read(ref Utf8JsonReader reader, ref JsonSource source) => reader.TokenType switch
    {
        // Null means absent in responses.
        JsonTokenType.Null => null!,
        JsonTokenType.String => JsonText.ReadPiece(ref reader),
        _ => JsonRead.Raw(ref reader, ref source).GetRawText(),
    };

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, string? value) => TextPieceCodec.Write(output, name, value);
}

using System.Text.Json;

namespace Opper.Chat;

/// <summary>A refusal, or a piece of one. Some servers say by <c>false</c>, or by something empty, that there is none.</summary>
internal static class RefusalCodec
{
    public static string? Read(ref Utf8JsonReader reader, ref JsonSource source)
    {
        if (reader.TokenType is JsonTokenType.Null or JsonTokenType.String)
        {
            return TextPieceCodec.Read(ref reader, ref source);
        }

        var value = JsonRead.Raw(ref reader, ref source).GetRawText();
        return value is "false" or "[]" or "{}" ? null : value;
    }

    public static void Write(JsonOutput output, ReadOnlySpan<byte> name, string? value) => TextPieceCodec.Write(output, name, value);
}

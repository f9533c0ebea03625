using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Tells the values of JSON that have no quotes.</summary>
internal static class JsonAtom
{
    /// <returns>What it is, or <see cref="PartialKind.None"/> where it is no JSON.</returns>
    public static PartialKind KindOf(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.ValueSpan.Length == text.Length
                ? reader.TokenType switch
                {
                    JsonTokenType.Null => PartialKind.Null,
                    JsonTokenType.True or JsonTokenType.False => PartialKind.Boolean,
                    JsonTokenType.Number => PartialKind.Number,
                    _ => PartialKind.None,
                }
                : PartialKind.None;
        }
        catch (JsonException)
        {
            return PartialKind.None;
        }
    }
}

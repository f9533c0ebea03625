using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Classifies unquoted JSON values.</summary>
internal static class JsonAtom
{
    /// <returns><see cref="JsonTokenType.Null"/>, true, false or a number; <see cref="JsonTokenType.None"/> for any other text.</returns>
    public static JsonTokenType TypeOf(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.ValueSpan.Length == text.Length ? reader.TokenType : JsonTokenType.None;
        }
        catch (JsonException)
        {
            return JsonTokenType.None;
        }
    }
}

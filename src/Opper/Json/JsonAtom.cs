using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Tells the values of JSON that have no quotes.</summary>
internal static class JsonAtom
{
    /// <returns><see cref="JsonTokenType.Null"/>, true, false or a number, or <see cref="JsonTokenType.None"/> where the text is none of them.</returns>
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

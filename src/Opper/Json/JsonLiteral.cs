using System.Text;
using System.Text.Json;

namespace Opper.Json;

/// <summary>Classifies JSON values by their text.</summary>
internal static class JsonLiteral
{
    /// <summary>The numbers that JSON has no literals for, as System.Text.Json names them in strings.</summary>
    public static readonly string[] NamedNumbers = ["NaN", "Infinity", "-Infinity"];

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

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>Converts a floating-point or decimal type. Infinity and NaN cannot be represented in JSON and are rejected in both directions.</summary>
/// <param name="tryGet">Reads a number.</param>
/// <param name="isFinite">Whether the value can be represented in JSON.</param>
/// <param name="write">Writes a value.</param>
/// <param name="parse">Parses text.</param>
/// <param name="bounds">The minimum and maximum; <see langword="null"/> for <see cref="double"/>, which is interoperable (RFC 8259, section 6).</param>
internal sealed class RealConverter<T>(RealConverter<T>.Reader tryGet, Func<T, bool> isFinite, Action<Utf8JsonWriter, T> write, Func<string, T> parse,
    (T Minimum, T Maximum)? bounds = null)
    : JsonConverter<T>, IDescribedConverter, INumberConverter, IValueText
    where T : struct, IFormattable
{
    public delegate bool Reader(ref Utf8JsonReader reader, out T value);

    public JsonObject Describe() => NumberBounds.Describe("number", bounds);

    public JsonConverter For(JsonNumberHandling handling) => new NumberTextConverter<T>(this, handling);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && tryGet(ref reader, out var value) && isFinite(value) ? value : throw new JsonException();

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.GetString()!, out var value) ? (T)value : throw new JsonException();

    public bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        try
        {
            if (parse(text) is var parsed && isFinite(parsed))
            {
                value = parsed;
            }
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            // Not a number yet, or out of range for the type.
        }

        return value is not null;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, Finite(value));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(Finite(value).ToString(null, CultureInfo.InvariantCulture));

    private T Finite(T value) => isFinite(value) ? value : throw new JsonException("NaN and infinity cannot be represented in JSON.");
}

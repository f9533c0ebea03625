using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>Converts an integer type.</summary>
/// <param name="tryGet">Reads an integer literal.</param>
/// <param name="convert">Converts the value of any other literal, such as <c>7e2</c>; throws <see cref="OverflowException"/> if it is out of range.</param>
/// <param name="write">Writes a value.</param>
/// <param name="bounds">The minimum and maximum, or <see langword="null"/> for an unbounded type.</param>
internal sealed class IntegerConverter<T>(IntegerConverter<T>.Reader tryGet, Func<BigInteger, T> convert, Action<Utf8JsonWriter, T> write,
    (T Minimum, T Maximum)? bounds = null)
    : JsonConverter<T>, IDescribedConverter, INumberConverter, IValueText
    where T : struct, IFormattable
{
    public delegate bool Reader(ref Utf8JsonReader reader, out T value);

    public JsonObject Describe() => NumberBounds.Describe("integer", bounds);

    public JsonConverter For(JsonNumberHandling handling) => new NumberTextConverter<T>(this, handling);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number && tryGet(ref reader, out var value))
        {
            return value;
        }

        try
        {
            return convert(WholeNumber.Read(ref reader));
        }
        catch (OverflowException)
        {
            throw new JsonException();
        }
    }

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryParse(reader.GetString()!, out var value) ? (T)value : throw new JsonException();

    public bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        try
        {
            if (WholeNumber.TryParse(text, out var big))
            {
                value = convert(big);
            }
        }
        catch (OverflowException)
        {
            // Out of range for the type.
        }

        return value is not null;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.ToString(null, CultureInfo.InvariantCulture));
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper;

/// <summary>A whole number of .NET.</summary>
/// <param name="tryGet">Reads plain digits.</param>
/// <param name="convert">Takes the value of what is not plain digits; throws <see cref="OverflowException"/> where it does not fit.</param>
/// <param name="write">Writes a value.</param>
/// <param name="bounds">The least and the greatest value, or <see langword="null"/> where there is neither.</param>
internal sealed class IntegerConverter<T>(IntegerConverter<T>.Reader tryGet, Func<BigInteger, T> convert, Action<Utf8JsonWriter, T> write, (T Minimum, T Maximum)? bounds = null)
    : JsonConverter<T>, IDescribedConverter, INumberConverter, IValueText
    where T : struct, IFormattable
{
    public delegate bool Reader(ref Utf8JsonReader reader, out T value);

    public JsonObject Describe() => NumberBounds.Describe("integer", bounds);

    public JsonConverter For(JsonNumberHandling handling, bool isNullable) => NumberTextConverter<T>.Create(this, handling, isNullable);

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

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        => TryParse(reader.GetString()!, out var value) ? (T)value : throw new JsonException();

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
            // Too large for the type.
        }

        return value is not null;
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => write(writer, value);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        => writer.WritePropertyName(value.ToString(null, CultureInfo.InvariantCulture));
}

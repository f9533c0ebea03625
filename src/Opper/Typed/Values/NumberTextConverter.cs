using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>A number that <c>[JsonNumberHandling]</c> allows to be read or written as a string.</summary>
internal sealed class NumberTextConverter<T>(JsonConverter<T> inner, JsonNumberHandling handling) : JsonConverter<T>, IDescribedConverter, IWrittenConverter,
    IWrappingConverter, IValueText
    where T : struct, IFormattable
{
    public JsonConverter Inner => inner;

    private bool TakesNames => (handling & JsonNumberHandling.AllowNamedFloatingPointLiterals) != 0
        && (typeof(T) == typeof(double) || typeof(T) == typeof(float));

    private bool WritesText => (handling & JsonNumberHandling.WriteAsString) != 0;

    public JsonObject Describe()
    {
        var schema = ((IDescribedConverter)inner).Describe();
        return TakesNames ? new JsonObject
        {
            ["anyOf"] = new JsonArray(schema,
                new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. JsonLiteral.NamedNumbers.Select(static name => (JsonNode)name)]) }),
        } : schema;
    }

    public JsonObject DescribeWritten() => WritesText ? new JsonObject { ["type"] = "string" } : Describe();

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return inner.Read(ref reader, typeToConvert, options);
        }

        var text = reader.GetString()!;
        return TakesNames && JsonLiteral.NamedNumbers.Contains(text)
            ? (T)Convert.ChangeType(double.Parse(text, CultureInfo.InvariantCulture), typeof(T), CultureInfo.InvariantCulture)
            : (handling & (JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)) != 0
                && ((IValueText)inner).TryParse(text, out var value) ? (T)value
            : throw new JsonException();
    }

    // The handling does not apply to the keys of dictionaries.
    public bool TryParse(string text, [NotNullWhen(true)] out object? value) => ((IValueText)inner).TryParse(text, out value);

    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        inner.ReadAsPropertyName(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        inner.WriteAsPropertyName(writer, value, options);

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        var text = value.ToString(null, CultureInfo.InvariantCulture);
        if (JsonLiteral.NamedNumbers.Contains(text) ? TakesNames : WritesText)
        {
            writer.WriteStringValue(text);
        }
        else
        {
            inner.Write(writer, value, options);
        }
    }
}

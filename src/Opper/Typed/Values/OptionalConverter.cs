using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Opper.Typed;

/// <summary>Adapts a converter from an attribute to a nullable member.</summary>
internal sealed class OptionalConverter<T>(JsonConverter<T> inner) : JsonConverter<T?>, IDescribedConverter, IWrittenConverter, IWrappingConverter
    where T : struct
{
    public JsonConverter Inner => inner;

    public JsonObject Describe() => (inner as IDescribedConverter)?.Describe() ?? [];

    public JsonObject DescribeWritten() => (inner as IWrittenConverter)?.DescribeWritten() ?? Describe();

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? null : inner.Read(ref reader, typeof(T), options);

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options)
    {
        if (value is { } some)
        {
            inner.Write(writer, some, options);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

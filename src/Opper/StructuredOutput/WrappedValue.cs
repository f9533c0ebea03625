using System.Text.Json;
using Newtonsoft.Json;

namespace Opper;

/// <summary>Carries an output that is not an object: providers want an object at the root.</summary>
internal static class WrappedValue
{
    public const string PropertyName = "value";

    /// <summary>Whether the payload of an answer is such an object. A function with a schema of its own may give the value bare.</summary>
    public static bool IsIn(ReadOnlySpan<byte> answer)
    {
        var reader = new Utf8JsonReader(answer, new JsonReaderOptions { MaxDepth = OpperJson.MaxDepth });
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isPayload = reader.ValueTextEquals(StrictPayload.OfCall);
                reader.Read();
                if (isPayload)
                {
                    return reader.TokenType == JsonTokenType.StartObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(PropertyName);
                }

                reader.Skip();
            }
        }
        catch (System.Text.Json.JsonException)
        {
            // Reading it will say what is wrong.
        }

        return true;
    }
}

/// <inheritdoc cref="WrappedValue"/>
internal sealed class WrappedValue<T>
{
    [JsonProperty(WrappedValue.PropertyName, Required = Required.AllowNull)]
    public T? Value { get; set; }
}

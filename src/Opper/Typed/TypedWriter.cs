using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper;

/// <summary>Writes values of callers' types into requests.</summary>
internal static class TypedWriter
{
    /// <exception cref="ArgumentException">The value cannot be written; the message names the type, the member and the reason.</exception>
    public static void Write(JsonOutput output, object value)
    {
        var source = output.Types ?? TypeSource.Default;
        JsonTypeInfo info;
        try
        {
            info = WrittenType.Of(value, source);
        }
        catch (NotSupportedException exception)
        {
            throw Refused(value, exception.Message, exception);
        }

        Write(output.Writer, value, info);
    }

    /// <exception cref="ArgumentException">The value cannot be written; the message names the type, the member and the reason.</exception>
    public static void Write(Utf8JsonWriter writer, object value, JsonTypeInfo info)
    {
        try
        {
            JsonSerializer.Serialize(writer, value, info);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw Refused(value, exception is JsonException { Path: { Length: > 1 } path } ? $"'{path.Substring(1).TrimStart('.')}': {exception.Message}" : exception.Message, exception);
        }
    }

    private static ArgumentException Refused(object value, string why, Exception exception)
        => new($"The request cannot be written as JSON: {TypeNames.Of(value.GetType())}: {why}", nameof(value), exception);
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Opper.Json;

/// <summary>Serializes values of callers' types into requests.</summary>
internal static class TypedWriter
{
    private const int MaxReason = 400;

    /// <exception cref="ArgumentException">The value cannot be serialized; the message names the type, the member and the reason.</exception>
    public static void Write(JsonOutput output, object value)
    {
        // These could be serialized by their members, which is never what the caller intended.
        switch (value)
        {
            case Task:
                throw Refused(value, "it is a task; await it and send its result.", null);
            case Stream:
                throw Refused(value, "it is a stream; send an OpperMedia, or its text.", null);
            case Exception:
                throw Refused(value, "it is an exception; send its message, or the data that is relevant.", null);
        }

        JsonTypeInfo info;
        try
        {
            info = output.Types?.InfoOf(value) ?? throw CallerTypes.WithoutMetadata(value.GetType());
        }
        catch (NotSupportedException exception)
        {
            throw Refused(value, exception.Message, exception);
        }

        Write(output.Writer, value, info);
    }

    /// <exception cref="ArgumentException">The value cannot be serialized; the message names the type, the member and the reason.</exception>
    public static void Write(Utf8JsonWriter writer, object value, JsonTypeInfo info)
    {
        try
        {
            JsonSerializer.Serialize(writer, value, info);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw Refused(value, exception is JsonException { Path: { Length: > 1 } path } ? $"'{path.Substring(1).TrimStart('.')}': {exception.Message}"
                : exception.Message, exception);
        }
    }

    // The message is truncated because a circular reference has a path as deep as the limit.
    private static ArgumentException Refused(object value, string why, Exception? exception) =>
        new($"The request cannot be written as JSON: {TypeNames.Of(value.GetType())}: {(why.Length > MaxReason ? why.Remove(MaxReason) : why)}",
            nameof(value), exception);
}

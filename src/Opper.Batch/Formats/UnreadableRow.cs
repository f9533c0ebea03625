using System.Text.Json;

namespace Opper.Batch.Formats;

/// <summary>A row that is not of the type that is read. Its content is not part of the message.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether an exception is one of the row: constructors and converters may throw any. A type that is not supported is one of the
    /// program.</summary>
    public static bool IsReasonOf(Exception exception) => exception is not NotSupportedException;

    public static InvalidDataException At<T>(string row, Exception exception) =>
        new(typeof(T) == typeof(RawJson) || typeof(T) == typeof(JsonElement)
            ? $"{row} is not valid JSON."
            : exception is JsonException json ? $"{row} cannot be read as {typeof(T).Name}; see {json.Path ?? "$"}."
            : $"{row} cannot be read as {typeof(T).Name}: {exception.GetType().Name}.", exception);
}

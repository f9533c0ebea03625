using System.Text.Json;

namespace Opper.Batch.Formats;

/// <summary>A row that is not of the type that is read. Its content is not part of the message.</summary>
internal static class UnreadableRow
{
    public static InvalidDataException At<T>(string row, JsonException exception) =>
        new(typeof(T) == typeof(RawJson) || typeof(T) == typeof(JsonElement)
            ? $"{row} is not valid JSON."
            : $"{row} cannot be read as {typeof(T).Name}; see {exception.Path ?? "$"}.", exception);
}

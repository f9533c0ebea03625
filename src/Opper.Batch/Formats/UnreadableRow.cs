using System.Text.Json;

namespace Opper.Batch.Formats;

/// <summary>A row that is not of the type that is read. Its content is not part of the message.</summary>
internal static class UnreadableRow
{
    /// <summary>Whether an exception is one of the row: constructors and converters may throw any. A type that is not supported is one of the
    /// program.</summary>
    public static bool IsReasonOf(Exception exception) => exception is not NotSupportedException;

    /// <summary>Checks that strings and names have no escape of half a character, of which some types keep the text, and which would be sent as another
    /// character.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    /// <exception cref="HalfCharacterException">There is one.</exception>
    public static void CheckCharacters(ReadOnlySpan<byte> utf8, JsonSerializerOptions options)
    {
        if (utf8.IndexOf("\\ud"u8) < 0 && utf8.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.ReadCommentHandling,
            MaxDepth = options.MaxDepth,
        });
        InvalidOperationException? reason = null;
        // To the end, because text that is no JSON has no escapes.
        while (reader.Read())
        {
            if (reader is { TokenType: JsonTokenType.String or JsonTokenType.PropertyName, ValueIsEscaped: true })
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException exception)
                {
                    reason = exception;
                }
            }
        }

        if (reason is not null)
        {
            throw new HalfCharacterException(reason);
        }
    }

    public static InvalidDataException At<T>(string row, Exception exception) => new(exception switch
    {
        HalfCharacterException => $"{row} has an unpaired surrogate, which is half of a character.",
        _ when typeof(T) == typeof(RawJson) || typeof(T) == typeof(JsonElement) => $"{row} is not valid JSON.",
        JsonException json => $"{row} cannot be read as {typeof(T).Name}; see {json.Path ?? "$"}.",
        _ => $"{row} cannot be read as {typeof(T).Name}: {exception.GetType().Name}.",
    }, exception);

    internal sealed class HalfCharacterException(Exception inner) : Exception(inner.Message, inner);
}

using System.Buffers;

namespace Opper.Emulator.Http;

/// <summary>Parses JSON from clients. All of it is validated first, because a JsonNode would throw for invalid strings only when they are used.</summary>
internal static class JsonText
{
    /// <summary>The value; null if there is only white space. Errors are reported with 422, too many values with 413.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, int maxValues, int maxDepth = 64)
    {
        utf8 = utf8.Trim(" \t\r\n"u8);
        if (utf8.IsEmpty)
        {
            return null;
        }

        try
        {
            Check(utf8, maxValues, maxDepth);
            return JsonNode.Parse(utf8, null, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = maxDepth });
        }
        catch (JsonException error)
        {
            throw Invalid("JSON decode error", error.BytePositionInLine ?? 0);
        }
    }

    private static void Check(ReadOnlySpan<byte> utf8, int maxValues, int maxDepth)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth });
        var values = 0;
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject) && ++values > maxValues)
            {
                throw ApiException.BadRequest(StatusCodes.Status413PayloadTooLarge,
                    string.Create(CultureInfo.InvariantCulture, $"The JSON has more than {maxValues} values"));
            }

            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                CheckText(ref reader);
            }
        }
    }

    // Throws for invalid UTF-8 and unpaired surrogates.
    private static void CheckText(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped && System.Text.Unicode.Utf8.IsValid(reader.ValueSpan))
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            reader.CopyString(buffer);
        }
        catch (InvalidOperationException)
        {
            throw ApiException.Validation("string_unicode", ["body", reader.TokenStartIndex],
                "Input should be a valid string, unable to parse raw data as a unicode string", null);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static ApiException Invalid(string message, long position) => ApiException.Validation("json_invalid", ["body", position], message, null);
}

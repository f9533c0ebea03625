namespace Opper.Json;

/// <summary>Checks the limits on depth and number length before JSON is parsed. Each byte is visited once, most of them by vectorized searches.</summary>
internal static class JsonBounds
{
#if NET
    // For longer JSON, counting would cost more than it usually saves.
    private const int MaxCounted = 64 * 1024;

#endif
    /// <summary>The name of the exceeded option, or <see langword="null"/>. Invalid JSON is not reported here; the parser reports it.</summary>
    public static string? FindExceeded(ReadOnlySpan<byte> utf8, JsonLimits limits)
    {
        // Too short to exceed either limit.
        if (utf8.Length <= limits.MaxNumberLength && utf8.Length <= limits.MaxDepth)
        {
            return null;
        }
#if NET
        // Most responses have fewer brackets in all than may be nested, and something between the values everywhere.
        if (utf8.Length <= MaxCounted && utf8.Count((byte)'{') + utf8.Count((byte)'[') <= limits.MaxDepth && !HasLongNumber(utf8, limits.MaxNumberLength))
        {
            return null;
        }
#endif

        var depth = 0;
        while (!utf8.IsEmpty)
        {
            var next = utf8.IndexOfAny("\"{}[]"u8);
            if (HasLongNumber(next < 0 ? utf8 : utf8.Slice(0, next), limits.MaxNumberLength))
            {
                return nameof(JsonLimits.MaxNumberLength);
            }

            if (next < 0)
            {
                return null;
            }

            var character = utf8[next];
            utf8 = utf8.Slice(next + 1);
            if (character == '"')
            {
                utf8 = utf8.Slice(StringLength(utf8));
            }
            else if (character is (byte)'{' or (byte)'[')
            {
                if (++depth > limits.MaxDepth)
                {
                    return nameof(JsonLimits.MaxDepth);
                }
            }
            else
            {
                depth--;
            }
        }

        return null;
    }

    // No number exceeds the limit if each span of that length contains a separator.
    private static bool HasLongNumber(ReadOnlySpan<byte> values, int maxLength)
    {
        while (values.Length > maxLength)
        {
            var end = values.Slice(0, maxLength + 1).LastIndexOfAny(", :\n\t"u8);
            if (end < 0)
            {
                return true;
            }

            values = values.Slice(end + 1);
        }

        return false;
    }

    // Including the closing quote.
    private static int StringLength(ReadOnlySpan<byte> utf8)
    {
        var length = 0;
        while (true)
        {
            var next = utf8.Slice(length).IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                return utf8.Length;
            }

            length += next + 1;
            if (utf8[length - 1] == '"')
            {
                return length;
            }

            length = Math.Min(length + 1, utf8.Length);
        }
    }
}

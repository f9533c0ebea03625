namespace Opper;

/// <summary>Looks whether JSON keeps to the bounds of depth and of numbers before it is read. Each byte is passed once, most of them by vector instructions.</summary>
internal static class JsonBounds
{
#if NET
    // Of longer ones, counting would cost more than it mostly saves.
    private const int MaxCounted = 64 * 1024;

#endif
    /// <summary>The name of the setting that the JSON exceeds, or <see langword="null"/>. What is no JSON is left to its reader.</summary>
    public static string? FindExceeded(ReadOnlySpan<byte> utf8, OpperClientOptions options)
    {
        // Too short for either.
        if (utf8.Length <= options.MaxNumberLength && utf8.Length <= options.MaxDepth)
        {
            return null;
        }
#if NET
        // Most answers have fewer brackets in all than may be nested, and something between the values everywhere.
        if (utf8.Length <= MaxCounted && utf8.Count((byte)'{') + utf8.Count((byte)'[') <= options.MaxDepth && !HasLongNumber(utf8, options.MaxNumberLength))
        {
            return null;
        }
#endif

        var depth = 0;
        while (!utf8.IsEmpty)
        {
            var next = utf8.IndexOfAny("\"{}[]"u8);
            if (HasLongNumber(next < 0 ? utf8 : utf8.Slice(0, next), options.MaxNumberLength))
            {
                return nameof(OpperClientOptions.MaxNumberLength);
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
                if (++depth > options.MaxDepth)
                {
                    return nameof(OpperClientOptions.MaxDepth);
                }
            }
            else
            {
                depth--;
            }
        }

        return null;
    }

    public static int BoundOf(string setting, OpperClientOptions options) => setting == nameof(OpperClientOptions.MaxDepth) ? options.MaxDepth : options.MaxNumberLength;

    // Where something parts the values within each stretch of that length, no value is longer.
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

    // With its closing quote.
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

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Opper.Json;

/// <summary>Reads and writes JSON strings with surrogates, for which System.Text.Json throws, or writes escapes instead of UTF-8.</summary>
internal static class JsonText
{
#if NET
    // Precomputed, because IndexOfAnyInRange boxes its bounds in unoptimized code.
    private static readonly SearchValues<char> Surrogates = SearchValues.Create(Enumerable.Range('\uD800', 2048).Select(code => (char)code).ToArray());

    public static bool HasSurrogates(string text) => text.AsSpan().IndexOfAny(Surrogates) >= 0;
#else
    public static bool HasSurrogates(string text) => text.Any(char.IsSurrogate);
#endif

    /// <summary>The string or property name that the reader is positioned on. Unpaired surrogates become U+FFFD.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return WellFormed(Unescape(ref reader))!;
        }
    }

    /// <summary>A text delta. An unpaired surrogate is kept, because the next delta may have the other half.</summary>
    public static string ReadPiece(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(ref reader);
        }
    }

    /// <summary>The text with unpaired surrogates replaced by U+FFFD.</summary>
    public static string? WellFormed(string? text) => text is not null && HasSurrogates(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>A text that continues: a high surrogate at its end is omitted, because the low one may follow.</summary>
    public static string WellFormedSoFar(string text) =>
        text.Length > 0 && char.IsHighSurrogate(text[text.Length - 1]) ? WellFormed(text.Substring(0, text.Length - 1))! : WellFormed(text)!;

    /// <summary>Writes a string. Supplementary code points are written as four bytes of UTF-8; System.Text.Json would write 12-byte escapes.</summary>
    public static void Write(Utf8JsonWriter writer, string text)
    {
        if (!HasSurrogates(text))
        {
            writer.WriteStringValue(text);
            return;
        }

        var bytes = ArrayPool<byte>.Shared.Rent((text.Length * 6) + 2);
        var length = 0;
        bytes[length++] = (byte)'"';
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                length += Encoding.UTF8.GetBytes(text, i, 2, bytes, length);
                i++;
            }
            else if (character is < ' ' or '\u007F')
            {
                length += Encoding.UTF8.GetBytes("\\u" + ((int)character).ToString("x4", CultureInfo.InvariantCulture), 0, 6, bytes, length);
            }
            else if (character >= 0x80)
            {
                // Encodes an unpaired surrogate as U+FFFD.
                length += Encoding.UTF8.GetBytes(text, i, 1, bytes, length);
            }
            else
            {
                if (character is '"' or '\\')
                {
                    bytes[length++] = (byte)'\\';
                }

                bytes[length++] = (byte)character;
            }
        }

        bytes[length++] = (byte)'"';
        writer.WriteRawValue(bytes.AsSpan(0, length), skipInputValidation: true);
        ArrayPool<byte>.Shared.Return(bytes);
    }

    // The reader has validated the syntax of escapes.
    private static string Unescape(ref Utf8JsonReader reader)
    {
        var raw = Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan.ToArray());
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            i++;
            if (raw[i] == 'u')
            {
                text.Append((char)Convert.ToUInt16(raw.Substring(i + 1, 4), 16));
                i += 4;
                continue;
            }

            text.Append(raw[i] switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', var other => other });
        }

        return text.ToString();
    }
}

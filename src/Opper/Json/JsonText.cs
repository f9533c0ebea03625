using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Opper;

/// <summary>Reads and writes JSON strings where System.Text.Json's own methods throw or waste space: at surrogates.</summary>
internal static class JsonText
{
#if NET
    // A kept search, as the one by a range boxes its bounds until it is compiled with optimizations.
    private static readonly SearchValues<char> Surrogates = SearchValues.Create(Enumerable.Range('\uD800', 2048).Select(code => (char)code).ToArray());

    public static bool HasSurrogates(string text) => text.AsSpan().IndexOfAny(Surrogates) >= 0;
#else
    public static bool HasSurrogates(string text) => text.Any(char.IsSurrogate);
#endif

    /// <summary>The string or property name the reader is positioned on. What is not valid Unicode becomes U+FFFD.</summary>
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

    /// <summary>A piece of a text whose next piece follows in another event: a surrogate without its other half is kept, as that may be there.</summary>
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

    /// <summary>The text with U+FFFD for every surrogate that has no other half.</summary>
    public static string? WellFormed(string? text) => text is not null && HasSurrogates(text) ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) : text;

    /// <summary>A text that goes on: a first half at its end is left out, as the second may come.</summary>
    public static string WellFormedSoFar(string text)
        => text.Length > 0 && char.IsHighSurrogate(text[text.Length - 1]) ? WellFormed(text.Substring(0, text.Length - 1))! : WellFormed(text)!;

    /// <summary>Writes a string. Characters outside the basic plane stay UTF-8, of four bytes; System.Text.Json would write twelve.</summary>
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
                // Encodes a lone surrogate as U+FFFD.
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

    // The reader has checked the escapes' syntax.
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

using System.Text;

namespace Opper.Primitives;

/// <summary>Decodes bytes for display; invalid UTF-8 becomes replacement characters.</summary>
internal static class Utf8Text
{
    public static string Decode(ReadOnlySpan<byte> bytes) =>
#if NET
        Encoding.UTF8.GetString(bytes);
#else
        Encoding.UTF8.GetString(bytes.ToArray());
#endif

    /// <summary>The bytes after a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> utf8) => utf8.StartsWith("\uFEFF"u8) ? utf8.Slice(3) : utf8;

    /// <summary>The first character that is neither white space nor a byte order mark, or NUL.</summary>
    public static char FirstCharacter(ReadOnlySpan<byte> utf8)
    {
        foreach (var value in WithoutMark(utf8))
        {
            if (value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return (char)value;
            }
        }

        return '\0';
    }
}

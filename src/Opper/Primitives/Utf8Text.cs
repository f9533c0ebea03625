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

    /// <summary>The same bytes if they are valid UTF-8; otherwise with replacement characters, as System.Text.Json throws for invalid bytes.</summary>
    public static ReadOnlyMemory<byte> WellFormed(ReadOnlyMemory<byte> bytes) =>
#if NET
        System.Text.Unicode.Utf8.IsValid(bytes.Span) ? bytes : Encoding.UTF8.GetBytes(Decode(bytes.Span));
#else
        Encoding.UTF8.GetBytes(Decode(bytes.Span));
#endif

    /// <summary>The first character that is not white space, or NUL.</summary>
    public static char FirstCharacter(ReadOnlySpan<byte> utf8)
    {
        foreach (var value in utf8)
        {
            if (value is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return (char)value;
            }
        }

        return '\0';
    }
}

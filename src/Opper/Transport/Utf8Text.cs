using System.Text;

namespace Opper;

/// <summary>Decodes bytes for a person to read; what is not UTF-8 becomes replacement characters.</summary>
internal static class Utf8Text
{
    public static string Decode(ReadOnlySpan<byte> bytes)
#if NET
        => Encoding.UTF8.GetString(bytes);
#else
        => Encoding.UTF8.GetString(bytes.ToArray());
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

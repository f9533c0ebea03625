namespace Opper.Emulator.Documents;

/// <summary>Bytes as text.</summary>
internal static class PlainText
{
    /// <summary>UTF-8, or what the byte order mark says.</summary>
    /// <exception cref="DecoderFallbackException">It is no text.</exception>
    public static string Decode(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}

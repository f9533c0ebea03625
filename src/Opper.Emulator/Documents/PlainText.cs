namespace Opper.Emulator.Documents;

/// <summary>Decodes text.</summary>
internal static class PlainText
{
    /// <summary>Decodes UTF-8, or the encoding of the byte order mark.</summary>
    /// <exception cref="DecoderFallbackException">The bytes are not text.</exception>
    public static string Decode(byte[] content)
    {
        using var reader = new StreamReader(new MemoryStream(content), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }
}

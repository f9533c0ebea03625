using System.Text;

namespace Opper.Batch.Formats;

/// <summary>Opens the text of rows. Bytes that are not valid are an error, because the characters that replace them would be paid for.</summary>
internal sealed record TextFile(string? Path, Func<TextReader> Open)
{
    // With the byte order mark: otherwise, a reader that finds one continues with an encoding that replaces invalid bytes.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>UTF-8 without a byte order mark, for results.</summary>
    public static UTF8Encoding Lenient { get; } = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The file as a part of a message; empty for other text.</summary>
    public string Of => Path is null ? string.Empty : $" of '{Path}'";

    public static TextFile At(string path) => new(path, () =>
    {
        OutputFile.CheckIsNot(path, "that of the rows");
        return new StreamReader(path, Strict);
    });

    public InvalidDataException NotText(DecoderFallbackException exception) => new(
        $"The text{Of} is not valid UTF-8. Save it in this encoding, or read it with a StreamReader that has its encoding.", exception);
}

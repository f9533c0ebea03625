namespace Opper.Tool.Streams;

/// <summary>Reads text in UTF-8, with or without a byte order mark. Bytes that are not valid are an error, because the characters that replace them would
/// be sent.</summary>
internal static class Utf8Text
{
    /// <exception cref="InvalidDataException">The file is not UTF-8; the message has its path and the line.</exception>
    public static string ReadFile(string path)
    {
        using var reader = Open(path);
        return reader.ReadToEnd();
    }

    /// <summary>Reads a file that may be a pipe. Opening one blocks until there is a writer, and can be canceled here.</summary>
    /// <exception cref="InvalidDataException">The file is not UTF-8; the message has its path and the line.</exception>
    public static async Task<string> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        using var reader = Open(path);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Opens a file, at the first read.</summary>
    public static TextReader Open(string path) => Open(path, () => File.OpenRead(path));

    /// <summary>Opens text that is read once.</summary>
    /// <param name="name">The name for error messages.</param>
    /// <param name="open">Opens it, at the first read.</param>
    public static TextReader Open(string name, Func<Stream> open) => new StreamReader(new Utf8Stream(name, open));
}

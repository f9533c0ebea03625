using System.Text;

namespace Opper.Quickstart;

/// <summary>The text for the tour.</summary>
internal sealed record SourceText(string Name, string Content, bool IsOurs)
{
    private const string Shipped = "the-gift-of-the-magi.txt";
    private const int MaxBytes = 400_000;
    private const int PassageLength = 700;

    public int WordCount => Content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    public static SourceText Read(string? path)
    {
        var file = path ?? Path.Combine(AppContext.BaseDirectory, "Texts", Shipped);
        var content = Decode(file, ReadBytes(file)).ReplaceLineEndings("\n").Trim();
        return content.Any(char.IsLetterOrDigit)
            ? new SourceText(Path.GetFileName(file), content, IsOurs: path is null)
            : throw new UsageException($"'{file}' is empty.");
    }

    /// <summary>Joins paragraphs to passages of about 700 characters; longer paragraphs are split between words.</summary>
    public IReadOnlyList<Passage> ToPassages()
    {
        var passages = new List<Passage>();
        var pending = new StringBuilder();
        foreach (var piece in Content.Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).SelectMany(Cut))
        {
            if (pending.Length > 0 && pending.Length + piece.Length > PassageLength)
            {
                Flush();
            }

            pending.Append(pending.Length > 0 ? "\n\n" : string.Empty).Append(piece);
        }

        Flush();
        return passages;

        void Flush()
        {
            if (pending.Length > 0)
            {
                passages.Add(new Passage(passages.Count + 1, pending.ToString()));
                pending.Clear();
            }
        }
    }

    private static IEnumerable<string> Cut(string paragraph)
    {
        var rest = paragraph;
        while (rest.Length > 2 * PassageLength)
        {
            var end = rest.LastIndexOf(". ", PassageLength, PassageLength, StringComparison.Ordinal) + 1;
            end = end > 0 ? end : rest.LastIndexOf(' ', PassageLength);
            end = end > 0 ? end : char.IsHighSurrogate(rest[PassageLength - 1]) ? PassageLength - 1 : PassageLength;
            yield return rest[..end].TrimEnd();
            rest = rest[end..].TrimStart();
        }

        yield return rest;
    }

    private static byte[] ReadBytes(string file)
    {
        try
        {
            var info = new FileInfo(file);
            if (info.Exists && info.Length > MaxBytes)
            {
                throw new UsageException($"'{file}' has {info.Length:N0} bytes; the limit is {MaxBytes:N0}.");
            }

            return File.ReadAllBytes(file);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"The file '{file}' does not exist.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException(Directory.Exists(file) ? $"'{file}' is a directory, not a text file." : $"'{file}' cannot be read: {problem.Message}");
        }
    }

    private static string Decode(string file, byte[] bytes)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
            return text.Contains('\0', StringComparison.Ordinal) ? throw NotText(file) : text;
        }
        catch (DecoderFallbackException)
        {
            throw NotText(file);
        }
    }

    private static UsageException NotText(string file) => new($"'{file}' is not a UTF-8 text file.");
}

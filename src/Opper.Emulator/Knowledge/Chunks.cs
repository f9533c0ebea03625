namespace Opper.Emulator.Knowledge;

/// <summary>Splits long documents into overlapping chunks, at the end of a paragraph, sentence or word if possible.</summary>
internal static class Chunks
{
    /// <summary>The chunks; null if there are more than <paramref name="most"/>.</summary>
    public static List<string>? Of(string content, int size, int overlap, int most)
    {
        var chunks = new List<string>();
        var start = 0;
        while (start < content.Length)
        {
            var end = Math.Min(content.Length, start + size);
            if (end < content.Length)
            {
                end = Cut(content, start, end);
            }

            var chunk = content[start..end].Trim();
            if (chunk.Length > 0)
            {
                if (chunks.Count == most)
                {
                    return null;
                }

                chunks.Add(chunk);
            }

            if (end >= content.Length)
            {
                break;
            }

            var next = Math.Max(start + 1, end - overlap);
            // The overlap starts at a word boundary.
            while (next < end && overlap > 0 && !char.IsWhiteSpace(content[next - 1]))
            {
                next++;
            }

            start = next;
        }

        return chunks.Count == 0 ? [content] : chunks;
    }

    private static int Cut(string content, int start, int end)
    {
        foreach (var mark in (ReadOnlySpan<string>)["\n\n", ". ", "\n", " "])
        {
            var at = content.LastIndexOf(mark, end - 1, end - start, StringComparison.Ordinal);
            if (at > start + ((end - start) / 2))
            {
                return at + mark.Length;
            }
        }

        return end;
    }
}

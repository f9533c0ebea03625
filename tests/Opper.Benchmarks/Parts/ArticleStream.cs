using System.Globalization;

namespace Opper.Benchmarks;

/// <summary>The chunks of one long article, as the API sends them: a text in many pieces, then the next field.</summary>
internal static class ArticleStream
{
    private const int PiecesPerText = 15;
    private const int ChunksPerSection = PiecesPerText + 4;

    public static IReadOnlyList<StreamChunk> Create(int deltas)
    {
        var chunks = new List<StreamChunk>(deltas) { Text("Title", "On the growth of "), Text("Title", "things"), Text("Tone", "Lively") };
        for (var section = 0; chunks.Count < deltas; section++)
        {
            // One string per field, as the reader of the wire keeps it while it repeats.
            var at = string.Create(CultureInfo.InvariantCulture, $"Sections[{section}].");
            var text = at + "Text";
            chunks.Add(Text(at + "Heading", "Of what is measured here"));
            for (var piece = 0; piece < PiecesPerText; piece++)
            {
                chunks.Add(Text(text, " some more words,"));
            }

            chunks.Add(new StreamChunk { JsonPath = at + "Words", Delta = "45", DeltaKind = StreamDeltaKind.Number });
            chunks.Add(Text(at + "Tags[0]", "measured"));
            chunks.Add(Text(at + "Tags[1]", "grown"));
        }

        return chunks.GetRange(0, deltas);
    }

    public static async IAsyncEnumerable<StreamChunk> PlayAsync(IReadOnlyList<StreamChunk> chunks, Action<int>? before = null)
    {
        await Task.CompletedTask;
        for (var i = 0; i < chunks.Count; i++)
        {
            before?.Invoke(i);
            yield return chunks[i];
        }
    }

    /// <summary>At most so many chunks, cut where a section ends, so that nothing required is missing.</summary>
    public static IReadOnlyList<StreamChunk> Whole(int deltas) => Create(3 + ((deltas - 3) / ChunksPerSection * ChunksPerSection));

    private static StreamChunk Text(string path, string delta) => new() { JsonPath = path, Delta = delta, DeltaKind = StreamDeltaKind.String };
}

namespace Opper.Emulator.Knowledge;

/// <summary>The length and overlap of a document's chunks, in characters.</summary>
internal readonly record struct Chunking(int Size, int Overlap)
{
    private const int DefaultSize = 2000;
    private const int DefaultOverlap = 200;

    /// <summary>Reads the dotted keys of a configuration; <paramref name="loc"/> is its location in the request.</summary>
    public static Chunking Read(JsonObject? configuration, params JsonNode?[] loc)
    {
        var size = (int?)configuration?["text_processing.chunk_size"] ?? DefaultSize;
        var overlap = (int?)configuration?["text_processing.chunk_overlap"] ?? Math.Min(DefaultOverlap, size / 2);
        return size < 1 ? throw ApiException.Validation("greater_than_equal", [.. loc, "text_processing.chunk_size"],
            "Input should be greater than or equal to 1", size)
            : overlap < 0 || overlap >= size
                ? throw ApiException.Validation("value_error", [.. loc, "text_processing.chunk_overlap"],
                    "The overlap should be from 0 to less than the chunk size", overlap)
            : new Chunking(size, overlap);
    }
}

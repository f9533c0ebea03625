namespace Opper;

/// <summary>The events of a streamed call as chunks, put together to its answer.</summary>
internal sealed class ChunkItems(PartialAnswer answer) : IStreamItems<StreamChunk>
{
    private readonly StreamChunkReader _reader = new();

    public string? SpanId { get; private set; }

    // The calls of the API have no event that says the end.
    public bool? HasEnded => null;

    public bool Keeps => true;

    public StreamChunk? Read(ReadOnlySpan<byte> data, out StreamError? error)
    {
        var chunk = _reader.Read(data, new StreamChunk(), out error);
        SpanId ??= chunk.SpanId;
        return chunk;
    }

    public StreamError? ErrorOf(StreamChunk item)
    {
        SpanId ??= item.SpanId;
        return StreamError.Of(item);
    }

    public void Add(StreamChunk item) => answer.Add(item);
}

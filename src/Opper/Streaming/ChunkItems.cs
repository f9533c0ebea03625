namespace Opper;

/// <summary>Reads the events of a streamed call as chunks and assembles the answer from them.</summary>
internal sealed class ChunkItems(PartialAnswer answer, StreamChunkReader reader) : IStreamItems<StreamChunk>
{
    public string? SpanId { get; private set; }

    public bool? HasEnded => reader.HasEnded;

    public bool Keeps => true;

    public StreamChunk? Read(ReadOnlySpan<byte> data, out StreamError? error)
    {
        var chunk = reader.Read(data, new StreamChunk(), out error);
        SpanId ??= chunk.SpanId;
        return chunk;
    }

    public StreamError? ErrorOf(StreamChunk item)
    {
        SpanId ??= item.SpanId;
        return StreamError.Of(item);
    }

    public void Add(StreamChunk item) => answer.Add(item);

    public StreamChunk? End() => null;
}

namespace Opper.Streaming;

/// <summary>Reads the events of a streamed call as chunks and assembles the answer from them.</summary>
internal sealed class ChunkItems(PartialAnswer answer, StreamChunkReader reader) : StreamItems<StreamChunk>
{
    private string? _spanId;

    public override string? SpanId => _spanId;

    public override bool? HasEnded => reader.HasEnded;

    public override StreamChunk? Read(ReadOnlySpan<byte> data, out StreamError? error)
    {
        var chunk = reader.Read(data, new StreamChunk(), out error);
        _spanId ??= chunk.SpanId;
        return chunk;
    }

    public override StreamError? ErrorOf(StreamChunk item)
    {
        _spanId ??= item.SpanId;
        return StreamError.Of(item);
    }

    public override void Add(StreamChunk item) => answer.Add(item);
}

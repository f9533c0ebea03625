namespace Opper.Streaming;

/// <summary>Reads the events of a streamed call as chunks and assembles the answer from them.</summary>
/// <param name="answer">The answer.</param>
/// <param name="reader">The reader of the events.</param>
/// <param name="reused">The chunk to use for all events if chunks are not exposed, or <see langword="null"/> for a new one each.</param>
internal sealed class ChunkItems(PartialAnswer answer, StreamChunkReader reader, StreamChunk? reused) : StreamItems<StreamChunk>
{
    public override string? SpanId => reader.SpanId;

    public override bool? HasEnded => reader.HasEnded;

    public override StreamChunk? Read(ReadOnlySpan<byte> data, out bool mayBeError)
    {
        reused?.Reset();
        return reader.Read(data, reused ?? new StreamChunk(), out mayBeError);
    }

    public override bool MayBeError(StreamChunk item)
    {
        reader.SpanId ??= item.SpanId;
        return item.MayBeError;
    }

    public override void Add(StreamChunk item) => answer.Add(item);
}

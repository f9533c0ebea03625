namespace Opper.Streaming;

/// <summary>Reads the events of a streamed call as chunks and assembles the answer from them.</summary>
/// <param name="answer">The answer, or <see langword="null"/> if it cannot be asked for.</param>
/// <param name="reused">The chunk to use for all events if chunks are not exposed, or <see langword="null"/> for a new one each.</param>
internal class ChunkItems(PartialAnswer? answer, StreamChunk? reused) : StreamItems<StreamChunk>
{
    /// <summary>The name of the chunk property with the metadata of a translated stream.</summary>
    public const string ResponseField = "response";

    // One per stream, so that strings that repeat from event to event are allocated once.
    private readonly EventCache _events = new();

    public override bool? HasEnded => null;

    public override bool Keeps => answer is not null;

    public override StreamChunk Read(ReadOnlySpan<byte> data, out bool mayBeError)
    {
        reused?.Reset();
        var chunk = reused ?? new StreamChunk();
        chunk.ReadEvent(data, _events);
        mayBeError = MayBeError(chunk);
        return chunk;
    }

    public override bool MayBeError(StreamChunk item)
    {
        SpanId ??= item.SpanId;
        return item.MayBeError;
    }

    public override void Add(StreamChunk item) => answer?.Add(item);
}

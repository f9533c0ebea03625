namespace Opper;

/// <summary>Reads chunks from the UTF-8 of their events. One per stream: strings that repeat from event to event are allocated once.</summary>
internal class StreamChunkReader
{
    private readonly EventCache _events = new();

    /// <summary>The span that the events have named last.</summary>
    public string? SpanId { get; private protected set; }

    /// <summary>Whether an event said the end; <see langword="null"/> where the protocol has none that does, as that of calls.</summary>
    public virtual bool? HasEnded => null;

    /// <summary>Reads an event into a chunk.</summary>
    public virtual StreamChunk Read(ReadOnlySpan<byte> data, StreamChunk chunk, out StreamError? error)
    {
        chunk.ReadEvent(data, _events);
        SpanId = chunk.SpanId ?? SpanId;
        error = StreamError.Of(chunk);
        return chunk;
    }
}

namespace Opper.Streaming;

/// <summary>Reads chunks from the UTF-8 of events. One instance per stream, so that strings that repeat from event to event are allocated once.</summary>
internal class StreamChunkReader
{
    /// <summary>The name of the chunk property with the metadata of a translated stream.</summary>
    public const string ResponseField = "response";

    private readonly EventCache _events = new();

    /// <summary>The first span ID that the events sent.</summary>
    public string? SpanId { get; set; }

    /// <summary>Whether an event marked the end; <see langword="null"/> where the protocol has no end marker, as for calls.</summary>
    public virtual bool? HasEnded => null;

    /// <summary>Reads an event into a chunk.</summary>
    public virtual StreamChunk Read(ReadOnlySpan<byte> data, StreamChunk chunk, out bool mayBeError)
    {
        chunk.ReadEvent(data, _events);
        SpanId ??= chunk.SpanId;
        mayBeError = chunk.MayBeError;
        return chunk;
    }
}

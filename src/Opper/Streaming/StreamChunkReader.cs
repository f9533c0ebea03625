namespace Opper;

/// <summary>Reads chunks from the UTF-8 of their events. One per stream: strings that repeat from event to event are allocated once.</summary>
internal class StreamChunkReader
{
    private readonly EventCache _events = new();
    private readonly StreamChunk _scratch = new();

    /// <summary>The span that the events have named last.</summary>
    public string? SpanId { get; private protected set; }

    /// <summary>Whether an event said the end; <see langword="null"/> where the protocol has none that does, as that of calls.</summary>
    public virtual bool? HasEnded => null;

    /// <returns>The chunk, or <see langword="null"/> for the <c>[DONE]</c> that some servers end with.</returns>
    public StreamChunk? Read(ReadOnlySpan<byte> data) => IsDone(data) ? null : Read(data, new StreamChunk());

    /// <summary>Reads the delta alone.</summary>
    /// <param name="data">The event.</param>
    /// <param name="chunk">The chunk, where it reports an error.</param>
    /// <returns>The delta, empty where there is none; <see langword="null"/> for <c>[DONE]</c>.</returns>
    public string? ReadDelta(ReadOnlySpan<byte> data, out StreamChunk? chunk)
    {
        chunk = null;
        if (IsDone(data))
        {
            return null;
        }

        // Nobody sees the chunk, so one serves all events.
        _scratch.Reset();
        var read = Read(data, _scratch);
        chunk = read.IsError ? read : null;
        return read.Delta ?? string.Empty;
    }

    private static bool IsDone(ReadOnlySpan<byte> data) => data.SequenceEqual("[DONE]"u8);

    private protected virtual StreamChunk Read(ReadOnlySpan<byte> data, StreamChunk chunk)
    {
        chunk.ReadEvent(data, _events);
        SpanId = chunk.SpanId ?? SpanId;
        return chunk;
    }
}

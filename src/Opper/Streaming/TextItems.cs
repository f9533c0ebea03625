namespace Opper;

/// <summary>Reads the events of a streamed call as text deltas, without allocating chunks.</summary>
internal sealed class TextItems(StreamChunkReader reader) : IStreamItems<string>
{
    private readonly StreamChunk _chunk = new();
    private TextJoiner _joiner;

    public string? SpanId => reader.SpanId;

    public bool? HasEnded => reader.HasEnded;

    public bool Keeps => false;

    public string? Read(ReadOnlySpan<byte> data, out StreamError? error)
    {
        // The chunk is never exposed, so one instance is reused for all events.
        _chunk.Reset();
        var delta = reader.Read(data, _chunk, out error).Delta;
        return delta is { Length: > 0 } && _joiner.Next(delta) is { Length: > 0 } text ? text : null;
    }

    public StreamError? ErrorOf(string item) => null;

    public void Add(string item)
    {
    }

    /// <summary>The text that is left at the end.</summary>
    public string End() => _joiner.End();
}

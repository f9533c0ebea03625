namespace Opper;

/// <summary>The events of a streamed call as pieces of text, for callers that want nothing else: no chunks are made of them.</summary>
internal sealed class TextItems(StreamChunkReader reader) : IStreamItems<string>
{
    private readonly StreamChunk _chunk = new();
    private TextJoiner _joiner;

    public string? SpanId => reader.SpanId;

    public bool? HasEnded => reader.HasEnded;

    public bool Keeps => false;

    public string? Read(ReadOnlySpan<byte> data, out StreamError? error)
    {
        // Nobody sees the chunk, so one serves all events.
        _chunk.Reset();
        var delta = reader.Read(data, _chunk, out error).Delta;
        return delta is { Length: > 0 } && _joiner.Next(delta) is { Length: > 0 } text ? text : null;
    }

    public StreamError? ErrorOf(string item) => null;

    public void Add(string item)
    {
    }

    /// <summary>What is left at the end.</summary>
    public string End() => _joiner.End();
}

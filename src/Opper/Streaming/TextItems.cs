namespace Opper;

/// <summary>The events of a streamed call as pieces of text, for callers that want nothing else: no chunks are made of them.</summary>
internal sealed class TextItems(StreamChunkReader reader) : IStreamItems<string>
{
    private TextJoiner _joiner;

    public string? SpanId => reader.SpanId;

    public bool? HasEnded => reader.HasEnded;

    public bool Keeps => false;

    public string? Read(ReadOnlySpan<byte> data, out bool mayBeError)
    {
        var delta = reader.ReadDelta(data, out var chunk);
        mayBeError = chunk is not null;
        return delta is { Length: > 0 } && _joiner.Next(delta) is { Length: > 0 } text ? text : null;
    }

    public StreamError? ErrorOf(string item) => null;

    public void Add(string item)
    {
    }

    /// <summary>What is left at the end.</summary>
    public string End() => _joiner.End();
}

namespace Opper;

/// <summary>The events of a streamed call as pieces of text, for callers that want nothing else: no chunks are made of them.</summary>
internal sealed class TextItems(EventStream events) : IStreamItems<string>, IAsyncEnumerable<string>
{
    private readonly StreamChunkReader _reader = events.CreateReader();
    private readonly StreamChunk _chunk = new();
    private TextJoiner _joiner;

    public string? SpanId => _reader.SpanId;

    public bool? HasEnded => _reader.HasEnded;

    public bool Keeps => false;

    public IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default) => events.ReadAsync(this, given: null, cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    public string? Read(ReadOnlySpan<byte> data, out StreamError? error)
    {
        // Nobody sees the chunk, so one serves all events.
        _chunk.Reset();
        var delta = _reader.Read(data, _chunk, out error).Delta;
        return delta is { Length: > 0 } && _joiner.Next(delta) is { Length: > 0 } text ? text : null;
    }

    public StreamError? ErrorOf(string item) => null;

    public void Add(string item)
    {
    }

    public string? End() => _joiner.End() is { Length: > 0 } rest ? rest : null;
}

namespace Opper;

/// <summary>Reads the events of a streamed call as text deltas, without allocating chunks.</summary>
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
        // The chunk is never exposed, so one instance is reused for all events.
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

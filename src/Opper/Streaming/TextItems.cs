namespace Opper.Streaming;

/// <summary>Reads the events of a streamed call as text deltas, without allocating chunks.</summary>
internal sealed class TextItems(EventStream events) : StreamItems<string>, IAsyncEnumerable<string>
{
    private readonly StreamChunkReader _reader = events.CreateReader();
    private readonly StreamChunk _chunk = new();
    private SurrogatePairJoiner _joiner;

    public override string? SpanId => _reader.SpanId;

    public override bool? HasEnded => _reader.HasEnded;

    public override bool Keeps => false;

    public IAsyncEnumerator<string> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        events.ReadAsync(this, given: null, cancellationToken).GetAsyncEnumerator(CancellationToken.None);

    public override string? Read(ReadOnlySpan<byte> data, out bool mayBeError)
    {
        // The chunk is never exposed, so one instance is reused for all events.
        _chunk.Reset();
        var delta = _reader.Read(data, _chunk, out mayBeError).Delta;
        return delta is { Length: > 0 } && _joiner.Next(delta) is { Length: > 0 } text ? text : null;
    }

    public override string? End() => _joiner.End() is { Length: > 0 } rest ? rest : null;
}

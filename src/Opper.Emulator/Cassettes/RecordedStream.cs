namespace Opper.Emulator.Cassettes;

/// <summary>Forwards an event stream, event by event, and records the events with their delays.</summary>
internal sealed class RecordedStream(HttpContext context, TimeProvider time)
{
    /// <summary>Delays are rounded, so that repeated recordings differ less.</summary>
    private const int RoundedTo = 10;

    private readonly List<JsonObject> _chunks = [];
    private readonly EventSplitter _splitter = new();
    private long _last = time.GetTimestamp();
    private long _length;
    private bool _clientHasGone;

    /// <summary>Whether it ended before the server ended it.</summary>
    public bool IsTruncated { get; private set; }

    public bool IsTooLong => _length > CassetteWriter.MaxStreamBytes;

    public async Task<IReadOnlyList<JsonObject>> CopyAsync(Stream body, CancellationToken timeout)
    {
        var piece = new byte[16 * 1024];
        try
        {
            int read;
            // Stops if there is neither a client nor room in the cassette.
            while (!(IsTooLong && _clientHasGone) && (read = await body.ReadAsync(piece, timeout).ConfigureAwait(false)) > 0)
            {
                foreach (var content in _splitter.Push(piece.AsMemory(0, read)))
                {
                    await TakeAsync(content).ConfigureAwait(false);
                }
            }
        }
        catch (Exception error) when (error is IOException or HttpRequestException or OperationCanceledException)
        {
            IsTruncated = true;
        }

        if (_splitter.Take() is { Length: > 0 } rest)
        {
            await TakeAsync(rest).ConfigureAwait(false);
        }

        return _chunks;
    }

    private async Task TakeAsync(byte[] content)
    {
        var now = time.GetTimestamp();
        var pause = (int)Math.Round(time.GetElapsedTime(_last, now).TotalMilliseconds / RoundedTo) * RoundedTo;
        _last = now;
        _length += content.Length;
        if (!IsTooLong)
        {
            _chunks.Add(CassetteBody.OfChunk(pause, content));
        }

        if (_clientHasGone)
        {
            return;
        }

        try
        {
            await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The response is still read to its end: recording half of it would break the next run.
            _clientHasGone = true;
        }
    }
}

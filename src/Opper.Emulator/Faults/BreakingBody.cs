namespace Opper.Emulator.Faults;

/// <summary>Sends the start of a body and then breaks it. A body that is not a stream is buffered, to know half of its length.</summary>
internal sealed class BreakingBody(HttpResponse response, EmulatorFault fault, Func<Task> breakOff) : WriteOnlyStream
{
    private const int EventsLetThrough = 2;
    private readonly MemoryStream _held = new();
    private readonly Stream _inner = response.Body;
    private int _flushes;
    private bool _broken;

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => _held.Write(buffer, offset, count);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _held.Write(buffer.Span);
        return default;
    }

    /// <summary>A stream flushes after each event.</summary>
    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        var isStream = response.ContentType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true;
        if (_broken || !isStream || _held.Length == 0)
        {
            return;
        }

        if (fault.AfterBytes == 0 && ++_flushes <= EventsLetThrough)
        {
            await _inner.WriteAsync(_held.ToArray(), cancellationToken).ConfigureAwait(false);
            await _inner.FlushAsync(cancellationToken).ConfigureAwait(false);
            _held.SetLength(0);
        }
        else if (fault.AfterBytes == 0 || _held.Length >= fault.AfterBytes)
        {
            await BreakAsync(fault.AfterBytes).ConfigureAwait(false);
        }
    }

    /// <summary>Called when the response is complete: breaks it if it has not been broken yet.</summary>
    public async Task EndAsync()
    {
        if (_broken)
        {
            return;
        }

        var length = (int)_held.Length;
        if (!response.HasStarted)
        {
            response.ContentLength = length;
        }

        await BreakAsync(fault.AfterBytes > 0 ? Math.Min(fault.AfterBytes, length) : length / 2).ConfigureAwait(false);
    }

    private async Task BreakAsync(int part)
    {
        _broken = true;
        await _inner.WriteAsync(_held.GetBuffer().AsMemory(0, part)).ConfigureAwait(false);
        await breakOff().ConfigureAwait(false);
    }
}

using System.Runtime.CompilerServices;

namespace Opper.Emulator.Calls;

/// <summary>An output as server-sent events, and its span and usage. Subclasses provide the event format of their API.</summary>
internal abstract class OutputStream(CallService calls, Generation generation, OpperEmulatorOptions options) : IResult
{
    protected CallSpecification Call => generation.Call;

    protected Completion Completion => generation.Completion;

    /// <summary>The events before the output.</summary>
    protected virtual IEnumerable<JsonObject> Head => [];

    /// <summary>The events of an output that is already complete.</summary>
    protected abstract IEnumerable<JsonObject> Chunks { get; }

    /// <summary>The data of the events after the output.</summary>
    protected virtual IEnumerable<string> Tail => [];

    /// <summary>The output as shown in its trace.</summary>
    protected virtual string? Text => Completion.Text;

    public Task ExecuteAsync(HttpContext httpContext) =>
        EventStream.WriteAsync(httpContext, EventsAsync(httpContext.RequestAborted), error => Failed(new StreamError("UpstreamError", error.Detail)));

    /// <summary>The token counts of an output whose source did not report them.</summary>
    protected abstract TokenUsage Count(string? output);

    protected abstract JsonObject Event(StreamError error);

    /// <summary>Converts an event to its final form.</summary>
    protected virtual JsonObject Shaped(JsonObject chunk) => chunk;

    private async IAsyncEnumerable<string> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var live = Completion.Live;
        var isOver = false;
        try
        {
            foreach (var data in Head.Select(Wire.Text))
            {
                yield return data;
            }

            await foreach (var chunk in (live?.ReadAsync(cancellationToken) ?? PacedAsync(cancellationToken)).ConfigureAwait(false))
            {
                yield return Wire.Text(Shaped(chunk));
            }

            isOver = true;
            if (Completion.Error is { } error)
            {
                yield return Failed(error);
                yield break;
            }

            var output = live is null ? Text : live.Text.ToString();
            var tokens = live?.Usage ?? Completion.Usage ?? Count(output);
            calls.Finish(generation, output, tokens);
            foreach (var data in Tail)
            {
                yield return data;
            }
        }
        finally
        {
            // A failure of the source is recorded later and replaces this error.
            if (!isOver)
            {
                calls.Fail(generation.SpanId, "The client closed the stream");
            }
        }
    }

    private async IAsyncEnumerable<JsonObject> PacedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var chunk in Chunks)
        {
            if (options.StreamDelay > TimeSpan.Zero)
            {
                await Task.Delay(options.StreamDelay, options.TimeProvider, cancellationToken).ConfigureAwait(false);
            }

            yield return chunk;
        }
    }

    private string Failed(StreamError error)
    {
        calls.Fail(generation.SpanId, error.Message);
        return Wire.Text(Event(error));
    }
}

namespace Opper;

public partial class SpansClient
{
    /// <summary>
    /// Starts a span that calls and further spans on this asynchronous path stand under, until it is disposed. <c>POST /v2/spans</c>.
    /// </summary>
    /// <param name="name">The span's name; for a root span, the trace's.</param>
    /// <param name="input">What goes in: text, or anything that can be written as JSON.</param>
    /// <param name="type">What kind of work it is, such as <c>retrieval</c>.</param>
    /// <param name="cancellationToken">Cancels the request that starts it.</param>
    /// <returns>The open span: <c>await using</c> it.</returns>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    /// <exception cref="OpperApiException">The API answered with an error.</exception>
    /// <exception cref="OpperTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OpperConnectionException">The connection failed.</exception>
    public virtual Task<SpanScope> StartAsync(string name, object? input = null, string? type = null, CancellationToken cancellationToken = default)
    {
        ThrowIf.Blank(name);
        var parent = AmbientSpan.Current;
        var scope = new SpanScope(this, Pipeline.Options.TimeProvider, parent, name);

        // Set before the first await, so that the caller's path has it; the id is made here for the same reason.
        AmbientSpan.Current = scope;
        return WriteStartAsync(scope, input, type, cancellationToken);
    }

    private async Task<SpanScope> WriteStartAsync(SpanScope scope, object? input, string? type, CancellationToken cancellationToken)
    {
        var request = new CreateSpanRequest
        {
            Id = scope.Id,
            TraceId = scope.TraceId,
            ParentId = scope.Parent?.Id,
            Name = scope.Name,
            StartTime = scope.StartTime,
            Input = input,
            Type = type,
        };
        try
        {
            await CreateAsync(request, options: null, cancellationToken).ConfigureAwait(false);
            return scope;
        }
        catch
        {
            // It was never begun, so nothing may stand under it.
            scope.Abandon();
            throw;
        }
    }
}

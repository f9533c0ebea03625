namespace Opper.Emulator.Cassettes;

/// <summary>Sends a response of another server, forwarded or recorded.</summary>
internal static class ResponseWriter
{
    public static async Task BeginAsync(HttpResponse response, int status, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        SetHead(response, status, headers);
        await response.StartAsync().ConfigureAwait(false);
        // Flushed, so that the client gets the status before the first event.
        await response.Body.FlushAsync().ConfigureAwait(false);
    }

    public static async Task WriteAsync(HttpContext context, PlayedResponse played, TimeProvider time)
    {
        var response = context.Response;
        if (played.Chunks is { } chunks)
        {
            await BeginAsync(response, played.Status, played.Headers).ConfigureAwait(false);
            foreach (var (pause, content) in chunks)
            {
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, time, context.RequestAborted).ConfigureAwait(false);
                }

                await response.Body.WriteAsync(PresignedUrls.WithOrigin(content, context.Request), context.RequestAborted).ConfigureAwait(false);
                await response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        else
        {
            SetHead(response, played.Status, played.Headers);
            var content = PresignedUrls.WithOrigin(played.Body, context.Request);
            if (content.Length > 0 || played.IsTruncated)
            {
                response.ContentLength = played.IsTruncated ? null : content.Length;
                await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
            }
        }

        if (played.IsTruncated)
        {
            await AbortAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Aborts the connection in the middle of a response.</summary>
    public static async Task AbortAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        // Gives the flushed bytes time to be sent before the connection is aborted.
        await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None).ConfigureAwait(false);
        context.Abort();
    }

    private static void SetHead(HttpResponse response, int status, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        // The request ID is that of this response; a recorded one would differ in each recording.
        var id = response.Headers[ForwardedHeaders.RequestId];
        response.Headers.Clear();
        response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            response.Headers.Append(name, PresignedUrls.WithOrigin(value, response.HttpContext.Request));
        }

        response.Headers.TryAdd(ForwardedHeaders.RequestId, id);
    }
}

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

    public static async Task ReplayAsync(HttpContext context, CassetteResponse recorded, bool hasPauses, TimeProvider time)
    {
        if (recorded.Chunks is not { } chunks)
        {
            await WriteAsync(context, recorded.Status, recorded.AllHeaders(), CassetteBody.ToBytes(recorded.Body), recorded.IsTruncated).ConfigureAwait(false);
            return;
        }

        await BeginAsync(context.Response, recorded.Status, recorded.AllHeaders()).ConfigureAwait(false);
        foreach (var chunk in chunks)
        {
            if (hasPauses && CassetteBody.PauseOf(chunk) is { Ticks: > 0 } pause)
            {
                await Task.Delay(pause, time, context.RequestAborted).ConfigureAwait(false);
            }

            await context.Response.Body.WriteAsync(PresignedUrls.WithOrigin(CassetteBody.ToBytes(chunk), context.Request), context.RequestAborted)
                .ConfigureAwait(false);
            await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
        }

        if (recorded.IsTruncated)
        {
            await AbortAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a response that is not a stream.</summary>
    public static async Task WriteAsync(
        HttpContext context, int status, IReadOnlyList<KeyValuePair<string, string>> headers, byte[] body, bool isTruncated)
    {
        SetHead(context.Response, status, headers);
        var content = PresignedUrls.WithOrigin(body, context.Request);
        if (content.Length > 0 || isTruncated)
        {
            context.Response.ContentLength = isTruncated ? null : content.Length;
            await context.Response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }

        if (isTruncated)
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

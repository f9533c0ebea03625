namespace Opper.Emulator.Cassettes;

/// <summary>Sends an answer that another server gave, now or when it was recorded.</summary>
internal static class ResponseWriter
{
    public static async Task BeginAsync(HttpResponse response, int status, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        SetHead(response, status, headers);
        await response.StartAsync().ConfigureAwait(false);
        // The client is to see the status before the first event comes.
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
            if (content.Length > 0 || played.IsCut)
            {
                response.ContentLength = played.IsCut ? null : content.Length;
                await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
            }
        }

        if (played.IsCut)
        {
            await CutAsync(context).ConfigureAwait(false);
        }
    }

    /// <summary>Breaks the connection off within an answer.</summary>
    public static async Task CutAsync(HttpContext context)
    {
        await context.Response.Body.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        // What was flushed has to be on its way before the connection goes.
        await Task.Delay(TimeSpan.FromMilliseconds(50), CancellationToken.None).ConfigureAwait(false);
        context.Abort();
    }

    private static void SetHead(HttpResponse response, int status, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        // Each answer has a request id; a recorded one would make each recording differ.
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

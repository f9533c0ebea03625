using Microsoft.AspNetCore.Http.Features;

namespace Opper.Emulator.Inspection;

/// <summary>Finds the operation of a request, and records the request and its response.</summary>
internal sealed class Recording(RequestLog log, TimeProvider time)
{
    /// <summary>Marks the page's own requests, which are neither recorded nor subject to faults.</summary>
    public const string PageHeader = "X-Emulator-Page";

    private static readonly string[] Secret = ["Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key"];

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (!request.Path.IsApi())
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var path = (context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? request.Path).Split('?', 2)[0];
        var operation = ContractDocument.Current.Find(request.Method, path);
        context.Features.Set(operation);
        if (request.Headers.ContainsKey(PageHeader))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var started = time.GetTimestamp();
        var record = log.Add(number => new EmulatorRequest
        {
            Number = number,
            ReceivedAt = time.GetUtcNow(),
            Method = request.Method,
            Path = path,
            Query = request.QueryString.Value ?? string.Empty,
            Headers = request.Headers.Where(h => !Secret.Contains(h.Key, StringComparer.OrdinalIgnoreCase))
                .ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            Operation = operation?.Id,
        });
        context.Features.Set(record);
        var body = context.Response.Body;
        record.Response = new RecordedBody(body);
        context.Response.Body = record.Response;
        context.Response.OnStarting(() =>
        {
            NoteResponse(record, context);
            return Task.CompletedTask;
        });
        try
        {
            await next(context).ConfigureAwait(false);
            // A response without a body has not started yet.
            NoteResponse(record, context);
        }
        finally
        {
            context.Response.Body = body;
            record.Duration = time.GetElapsedTime(started);
            log.Complete(record);
        }
    }

    // If the connection was closed, no response was received, even though the server may have started one.
    private static void NoteResponse(EmulatorRequest record, HttpContext context)
    {
        if (!context.RequestAborted.IsCancellationRequested && !record.IsReset)
        {
            record.StatusCode = context.Response.StatusCode;
            record.ResponseContentType = context.Response.ContentType;
        }
    }
}

using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Opper.Emulator.Faults;

/// <summary>Applies the faults.</summary>
internal sealed class FaultInjection(FaultList faults, TimeProvider time, CancellationToken stopping)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var operation = context.Features.Get<ContractOperation>();
        var fault = context.Features.Get<EmulatorRequest>() is not null ? faults.NextFor(operation?.Id) : null;
        if (fault is null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var record = context.Features.Get<EmulatorRequest>()!;
        (record.Fault, record.IsReset) = (FaultJson.Name(fault.Kind), fault.Kind == EmulatorFaultKind.ConnectionReset);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        switch (fault.Kind)
        {
            case EmulatorFaultKind.Status:
                RefuseWith(fault, context.Response);
                break;
            case EmulatorFaultKind.Latency:
                await Task.Delay(fault.Delay, time, gone.Token).ConfigureAwait(false);
                await next(context).ConfigureAwait(false);
                break;
            case EmulatorFaultKind.StalledHeaders:
                await Task.Delay(Timeout.InfiniteTimeSpan, gone.Token).ConfigureAwait(false);
                break;
            case EmulatorFaultKind.ConnectionReset:
                Reset(context);
                break;
            case EmulatorFaultKind.StalledBody or EmulatorFaultKind.CutBody:
                await BreakBodyAsync(fault, context, next, gone.Token).ConfigureAwait(false);
                break;
            case EmulatorFaultKind.MalformedJson:
                await WriteAsync(context, operation is { Streams: true } ? "text/event-stream" : "application/json", operation is { Streams: true }
                    ? "data: {\"delta\": \"Hel\n\n" : "{\"id\": \"Hel").ConfigureAwait(false);
                break;
            default:
                await WriteAsync(context, "text/html", "<html><body>Welcome to the proxy</body></html>").ConfigureAwait(false);
                break;
        }
    }

    private static void RefuseWith(EmulatorFault fault, HttpResponse response)
    {
        if (fault.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        throw ApiException.Injected(fault.StatusCode);
    }

    // A linger time of zero resets the connection instead of closing it gracefully.
    private static void Reset(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        context.Abort();
    }

    private static async Task WriteAsync(HttpContext context, string contentType, string body)
    {
        context.Response.ContentType = contentType;
        await context.Response.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task BreakBodyAsync(EmulatorFault fault, HttpContext context, RequestDelegate next, CancellationToken gone)
    {
        var whole = context.Response.Body;
        var breaking = new BreakingBody(context.Response, fault, async () =>
        {
            await whole.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            if (fault.Kind == EmulatorFaultKind.StalledBody)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, gone).ConfigureAwait(false);
            }

            // Gives the flushed bytes time to be sent before the connection is aborted.
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None).ConfigureAwait(false);
            context.Abort();
        });
        context.Response.Body = breaking;
        try
        {
            await next(context).ConfigureAwait(false);
            await breaking.EndAsync().ConfigureAwait(false);
        }
        finally
        {
            context.Response.Body = whole;
        }
    }
}

namespace Opper.Emulator.Http;

/// <summary>Adds a request ID to every response and converts exceptions to the API's error body.</summary>
internal static class ErrorMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers["X-Request-Id"] = Guid.NewGuid().ToString("N");
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var told = error switch
            {
                ApiException known => known,
                BadHttpRequestException bad => ApiException.BadRequest(bad.StatusCode, bad.Message),
                StorageException lost => ApiException.Storage(lost.Message),
                _ => ApiException.Server($"{error.GetType().Name}: {error.Message}"),
            };
            var (path, isCompat) = (context.Request.Path, context.Request.Path.IsIn(EmulatorPaths.SecondPart));
            context.Response.StatusCode = isCompat ? CompatErrors.Status(told) : told.Status;
            await context.Response.WriteAsJsonAsync(isCompat ? CompatErrors.Body(told, path) : told.Body, Wire.Options).ConfigureAwait(false);
        }
    }
}

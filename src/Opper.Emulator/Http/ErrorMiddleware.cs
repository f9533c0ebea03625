using Opper.Emulator.Errors;
using Opper.Emulator.Json;

namespace Opper.Emulator.Http;

/// <summary>Gives every answer a request id and turns failures into the API's error body.</summary>
internal static class ErrorMiddleware
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers["X-Request-Id"] = Guid.NewGuid().ToString("N");
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (ApiException error) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, error).ConfigureAwait(false);
        }
        catch (BadHttpRequestException error) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, ApiException.BadRequest(error.StatusCode, error.Message)).ConfigureAwait(false);
        }
        catch (StorageException error) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, ApiException.Storage(error.Message)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody to answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, ApiException.Server($"{error.GetType().Name}: {error.Message}")).ConfigureAwait(false);
        }
    }

    private static Task WriteAsync(HttpContext context, ApiException error)
    {
        context.Response.StatusCode = error.Status;
        return context.Response.WriteAsJsonAsync(error.Body, Wire.Options);
    }
}

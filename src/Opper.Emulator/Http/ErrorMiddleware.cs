using Microsoft.AspNetCore.Http;
using Opper.Emulator.Compat;
using Opper.Emulator.Storage;

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
        var path = context.Request.Path;
        var isCompat = ApiPaths.IsSecondPart(path);
        context.Response.StatusCode = isCompat ? CompatErrors.Status(error) : error.Status;
        return context.Response.WriteAsJsonAsync(isCompat ? CompatErrors.Body(error, path) : error.Body, Wire.Options);
    }
}

using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Opper.Emulator.Http;

/// <summary>Demands a bearer key for everything under /v2; any non-empty key will do unless one is configured.</summary>
internal sealed class BearerAuthentication(string? requiredKey)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments("/v2", StringComparison.OrdinalIgnoreCase))
        {
            Check(context.Request);
        }

        return next(context);
    }

    private void Check(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        if (string.IsNullOrWhiteSpace(header))
        {
            throw ApiException.Unauthorized("The Authorization header is missing");
        }

        if (!AuthenticationHeaderValue.TryParse(header, out var value)
            || !value.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            || string.IsNullOrWhiteSpace(value.Parameter))
        {
            throw ApiException.Unauthorized("The Authorization header must be 'Bearer <api key>'");
        }

        if (requiredKey is not null && !string.Equals(value.Parameter, requiredKey, StringComparison.Ordinal))
        {
            throw ApiException.Unauthorized("The API key is invalid");
        }
    }
}

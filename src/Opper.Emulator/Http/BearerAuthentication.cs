using System.Net.Http.Headers;
using System.Security.Cryptography;
using Opper.Emulator.Errors;

namespace Opper.Emulator.Http;

/// <summary>
/// Demands a bearer key for everything of the API but the list of all models, and off loopback for that and /_emulator as well. Any non-empty key will do unless one is
/// configured, which it always is off loopback.
/// </summary>
internal sealed class BearerAuthentication(OpperEmulatorOptions options)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (Demands(context.Request.Path))
        {
            Check(context.Request);
        }

        return next(context);
    }

    // Storage has its own signatures, and the page asks the session whether it needs a key.
    private bool Demands(PathString path) =>
        (path.IsApi() && !(options.IsLocal && path.IsIn(EmulatorPaths.PublicModels)))
            || (!options.IsLocal && path.IsIn(EmulatorPaths.Emulator) && !path.IsIn(EmulatorPaths.Storage) && !path.IsIn(EmulatorPaths.Session));

    /// <summary>S3 refuses a key on a signed URL too, which tells a client that gives its key away.</summary>
    public static void RefuseOnSignedUrl(HttpRequest request)
    {
        if (request.Headers.Authorization.Count > 0)
        {
            throw ApiException.BadRequest("The URL is signed: the request must not carry an Authorization header, and the API key must not be sent here");
        }
    }

    private void Check(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        // Anthropic's clients have a header of their own.
        if (string.IsNullOrWhiteSpace(header) && request.Path.IsIn(EmulatorPaths.Compat) && request.Headers["X-Api-Key"].ToString() is { Length: > 0 } apiKey)
        {
            header = "Bearer " + apiKey;
        }

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

        if (options.ApiKey is { } key && !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(value.Parameter), Encoding.UTF8.GetBytes(key)))
        {
            throw ApiException.Unauthorized("The API key is invalid");
        }
    }
}

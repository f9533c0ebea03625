using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Opper.Emulator.Http;

/// <summary>
/// Requires a bearer key for the API except the public list of models, and if not on loopback also for that list and /_emulator. Any non-empty key is
/// accepted unless one is configured, which is always the case if not on loopback.
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

    // Storage has its own signatures, and the page requests the session to find out whether a key is needed.
    private bool Demands(PathString path) =>
        (path.IsApi() && !(options.IsLocal && path.IsIn(EmulatorPaths.PublicModels)))
            || (!options.IsLocal && path.IsIn(EmulatorPaths.Emulator) && !path.IsIn(EmulatorPaths.Storage) && !path.IsIn(EmulatorPaths.Session));

    /// <summary>Like S3, rejects a key on a signed URL, which reveals clients that leak their key.</summary>
    public static void RefuseOnSignedUrl(HttpRequest request) => ApiException.BadRequestIf(request.Headers.Authorization.Count > 0,
        "The URL is signed: the request must not carry an Authorization header, and the API key must not be sent here");

    private void Check(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        // Anthropic's clients use another header.
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

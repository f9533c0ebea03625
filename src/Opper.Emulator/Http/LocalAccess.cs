using System.Net;
using Opper.Emulator.Errors;

namespace Opper.Emulator.Http;

/// <summary>
/// Keeps web sites away. The emulator must be called by a name of this machine, or one that was allowed: a foreign name that was pointed
/// here (DNS rebinding) would count as the same site to a browser. And a page of another site may not use the API, nor change anything
/// under /_emulator.
/// </summary>
internal sealed class LocalAccess(OpperEmulatorOptions options)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        // A health check asks by whatever name it was given, and learns nothing.
        if (!request.Path.Equals("/health", StringComparison.OrdinalIgnoreCase))
        {
            CheckHost(request.Host.Host);
        }

        if (request.Path.IsApi()
            || (request.Path.IsIn(EmulatorPaths.Emulator) && !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method)))
        {
            CheckOrigin(request);
        }

        return next(context);
    }

    /// <summary>Whether only someone at this machine can be asking.</summary>
    public bool IsLocal(HttpRequest request) => options.IsLocal && IsLoopbackName(request.Host.Host);

    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host.ToUriComponent()}";

    private void CheckHost(string host)
    {
        // Nobody can point an address at another machine, as can be done with a name.
        if (!IsLoopbackName(host) && !options.AllowedHosts.Contains(host) && (options.IsLocal || !IPAddress.TryParse(host, out _)))
        {
            throw ApiException.Forbidden($"The emulator does not answer under the name '{host}'. It does under localhost and "
                + $"{(options.IsLocal ? "127.0.0.1" : "IP addresses")}; other names have to be allowed when it is started, by --allow-host or "
                    + $"{nameof(OpperEmulatorOptions.AllowedHosts)}");
        }
    }

    private static void CheckOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        string? site = request.Headers["Sec-Fetch-Site"];
        if ((origin is not null && !origin.Equals(Origin(request), StringComparison.OrdinalIgnoreCase)) || site is "cross-site" or "same-site")
        {
            throw ApiException.Forbidden($"A page of another site ({origin ?? site}) may not use the emulator");
        }
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

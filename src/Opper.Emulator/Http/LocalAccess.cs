using System.Net;

namespace Opper.Emulator.Http;

/// <summary>
/// Protects against requests from web sites. The host must be a name of this machine or an allowed one: a foreign name that resolves to this machine (DNS
/// rebinding) would make the emulator same-origin to its site. Pages of other origins may not use the API, nor change anything under /_emulator.
/// </summary>
internal sealed class LocalAccess(OpperEmulatorOptions options)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        // Health checks may use any host name; the response contains no data.
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

    /// <summary>Whether the request can come only from this machine.</summary>
    public bool IsLocal(HttpRequest request) => options.IsLocal && IsLoopbackName(request.Host.Host);

    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host.ToUriComponent()}";

    private void CheckHost(string host)
    {
        // An IP address cannot be rebound as a name can.
        if (!IsLoopbackName(host) && !options.AllowedHosts.Contains(host) && (options.IsLocal || !IPAddress.TryParse(host, out _)))
        {
            throw ApiException.Forbidden($"The emulator does not accept the host name '{host}', only localhost and "
                + $"{(options.IsLocal ? "127.0.0.1" : "IP addresses")}; allow other names at startup with --allow-host or "
                    + $"{nameof(OpperEmulatorOptions.AllowedHosts)}");
        }
    }

    private static void CheckOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        string? site = request.Headers["Sec-Fetch-Site"];
        if ((origin is not null && !origin.Equals(Origin(request), StringComparison.OrdinalIgnoreCase)) || site is "cross-site" or "same-site")
        {
            throw ApiException.Forbidden($"Pages of another origin ({origin ?? site}) may not use the emulator");
        }
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

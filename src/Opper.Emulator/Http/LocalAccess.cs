using System.Net;
using Microsoft.AspNetCore.Http;

namespace Opper.Emulator.Http;

/// <summary>
/// Keeps web pages from elsewhere away from /_emulator, which asks for no key: a browser may not change anything there on behalf of
/// another site, and on loopback the emulator must be called by a name of this machine, or a foreign name that was pointed here
/// (DNS rebinding) would count as the same site.
/// </summary>
internal sealed class LocalAccess(IPAddress listening)
{
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (request.Path.StartsWithSegments("/_emulator", StringComparison.OrdinalIgnoreCase))
        {
            Check(request);
        }

        return next(context);
    }

    /// <summary>Whether only someone at this machine can be asking.</summary>
    public bool IsLocal(HttpRequest request) => IPAddress.IsLoopback(listening) && IsLoopbackName(request.Host.Host);

    public static string Origin(HttpRequest request) => $"{request.Scheme}://{request.Host.ToUriComponent()}";

    private void Check(HttpRequest request)
    {
        // The session gives a stranger no key, and the page needs it to ask for one.
        if (IPAddress.IsLoopback(listening) && !IsLoopbackName(request.Host.Host) && !request.Path.Equals("/_emulator/session", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiException.Forbidden($"The emulator listens on loopback, so /_emulator answers under localhost or 127.0.0.1 only, not under '{request.Host.Host}'");
        }

        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return;
        }

        string? origin = request.Headers.Origin;
        string? site = request.Headers["Sec-Fetch-Site"];
        if ((origin is not null && !origin.Equals(Origin(request), StringComparison.OrdinalIgnoreCase)) || site is "cross-site" or "same-site")
        {
            throw ApiException.Forbidden($"A page of another site ({origin ?? site}) may not change the emulator");
        }
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

using System.Net.Sockets;

namespace Opper;

/// <summary>Turns a broken or refused connection into the library's exception.</summary>
internal static class ConnectionFailure
{
    public static OpperConnectionException ToException(Exception exception, CallState state, PooledBytes? body, HttpResponseMessage? response, string? authority = null)
    {
        var message = response is not null
            ? $"{state.Name}: the connection broke before the whole answer had arrived."
            : IsUnsent(exception)
                ? $"{state.Name}: no connection to {authority ?? state.Options.ResolveBaseUrl().Authority} could be made."
                : $"{state.Name}: the connection broke before an answer came.";
        return new OpperConnectionException(message, exception)
        {
            IsRequestUnsent = response is null && IsUnsent(exception),
            PartialBody = body is { Length: > 0 } ? Utf8Text.Decode(body.Span.Slice(0, Math.Min(body.Length, BodyReader.MaxErrorBytes))) : null,
            RequestId = response is null ? null : ResponseHeaders.RequestId(response),
            Attempts = state.Attempts,
        };
    }

    private static bool IsUnsent(Exception exception)
    {
#if NET
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError })
        {
            return true;
        }
#endif
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.HostUnreachable or SocketError.NetworkUnreachable })
            {
                return true;
            }
        }

        return false;
    }
}

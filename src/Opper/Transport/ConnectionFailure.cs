using System.Net.Sockets;

namespace Opper.Transport;

/// <summary>Converts the exception that ended an attempt to the library's own, for calls and uploads.</summary>
internal static class ConnectionFailure
{
    public const string ClientDisposed = "the HttpClient of the OpperClient was disposed by its owner, or its pending requests were canceled.";

    /// <summary>Whether the exception is one that a failed connection or a timeout causes.</summary>
    public static bool Explains(Exception exception) =>
        exception is OperationCanceledException or ObjectDisposedException or HttpRequestException or IOException;

    /// <param name="exception">The exception that was thrown.</param>
    /// <param name="attempt">The attempt that failed.</param>
    /// <param name="isExpired">Whether the attempt's own timeout has expired.</param>
    /// <param name="isCancelled">Whether the attempt's token is canceled, for that or another reason.</param>
    public static Exception OfAttempt(Exception exception, in Attempt attempt, bool isExpired, bool isCancelled)
    {
        var state = attempt.State;
        switch (exception)
        {
            case OperationCanceledException when isExpired && !state.Total.Token.IsCancellationRequested:
                return new OpperTimeoutException(attempt.LimitKind, attempt.Limit, state.Name, exception) { Attempts = state.Attempts };
            case OperationCanceledException when isCancelled:
                return exception;
            case OperationCanceledException when HasOwnTimeout(exception, attempt.Http):
                // The HttpClient of the caller has its own timeout.
                return new OpperTimeoutException(OpperTimeoutKind.Attempt, attempt.Http.Timeout, state.Name, exception) { Attempts = state.Attempts };
            case OperationCanceledException or ObjectDisposedException:
                return new OpperConnectionException($"{state.Name}: {ClientDisposed}", exception)
                {
                    IsClientDisposed = true,
                    IsRequestUnsent = exception is ObjectDisposedException,
                    Attempts = state.Attempts,
                };
            default:
                return ToException(exception, state, attempt.Body, attempt.Response, attempt.Authority);
        }
    }

    private static OpperConnectionException ToException(Exception exception, CallState state, PooledBytes? body,
        HttpResponseMessage? response, string? authority)
    {
        var message = response is not null
            ? $"{state.Name}: the connection failed before the response was complete, or the response does not match its Content-Encoding."
            : IsUnsent(exception)
                ? $"{state.Name}: could not connect to {authority ?? state.Options.ResolveBaseUrl().Authority}."
                : $"{state.Name}: the connection failed before a response was received.";
        return new OpperConnectionException(message, exception)
        {
            IsRequestUnsent = response is null && IsUnsent(exception),
            PartialBody = body is { Length: > 0 } ? Utf8Text.Decode(body.Span.Slice(0, Math.Min(body.Length, BodyReader.MaxErrorBytes))) : null,
            StatusCode = response?.StatusCode,
            RequestId = response is null ? null : ResponseHeaders.RequestId(response),
            Attempts = state.Attempts,
        };
    }

    private static bool HasOwnTimeout(Exception exception, HttpClient http) =>
#if NET
        exception.InnerException is TimeoutException;
#else
        http.Timeout != Timeout.InfiniteTimeSpan;
#endif

    private static bool IsUnsent(Exception exception)
    {
#if NET
        if (exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError })
        {
            return true;
        }
#endif
        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.NoData
                or SocketError.TryAgain or SocketError.HostUnreachable or SocketError.NetworkUnreachable })
            {
                return true;
            }
        }

        return false;
    }
}

using System.Text.Json;

namespace Opper.Transport;

/// <summary>Deserializes a complete response.</summary>
internal static class ResponseReader
{
    public static T Read<T>(TransportResponse response, OpperRequest request, PayloadRange? payload = null)
    {
        var operation = (OpperOperation<T>)request.Operation;
        if (IsEmpty(response.Body.Span))
        {
            return operation.Empty is { } empty ? empty() : throw EmptyResponse<T>(response, request);
        }

        try
        {
            return JsonAnswer.Read(response.Body.Span, operation.Read, payload);
        }
        catch (JsonException exception)
        {
            throw NotReadable(response, request, exception, typeof(T));
        }
    }

    /// <summary>Whether a body may be an event stream. A missing or unknown content type is accepted.</summary>
    public static bool LooksLikeStream(string? mediaType) =>
        mediaType is not { } type
            || !(type.EndsWith("json", StringComparison.OrdinalIgnoreCase) || type.Equals("text/html", StringComparison.OrdinalIgnoreCase)
                || type.Equals("text/plain", StringComparison.OrdinalIgnoreCase));

    /// <summary>Creates the exception for a response that exceeds a limit.</summary>
    /// <param name="setting">The name of the option.</param>
    /// <param name="response">The response.</param>
    /// <param name="body">The part of the body that was read.</param>
    /// <param name="state">The call.</param>
    public static OpperSerializationException Exceeds(string setting, HttpResponseMessage response, PooledBytes body, CallState state)
    {
        var bound = setting == nameof(OpperClientOptions.MaxResponseBytes)
            ? FormattableString.Invariant($"a body of more than {setting} ({state.Options.MaxResponseBytes:N0} bytes, counted after decompression)")
            : FormattableString.Invariant($"JSON beyond {setting} ({state.Options.JsonLimits[setting]:N0})");
        return new($"{state.Name} returned {(int)response.StatusCode} with {bound}. Raise the limit in {nameof(OpperClientOptions)} if that is expected. "
            + "RawBody has the start of the body.", Utf8Text.Decode(body.Span.Slice(0, Math.Min(body.Length, BodyReader.MaxErrorBytes))))
        {
            StatusCode = response.StatusCode,
            RequestId = ResponseHeaders.RequestId(response),
            Attempts = state.Attempts,
        };
    }

    /// <summary>Creates the exception for a 2xx response to a streaming operation that is not a stream.</summary>
    public static OpperSerializationException NotAStream(TransportResponse response, OpperRequest request, ReadOnlySpan<byte> body) =>
        new($"{request.Operation.Method} {request.Path} returned {(int)response.StatusCode} "
            + $"with {response.MediaType ?? "no content type"} {(response.Body.IsEmpty ? "that contains no event" : "instead of a stream")}; see "
            + $"RawBody.{Id(response)}", Utf8Text.Decode(body))
        {
            StatusCode = response.StatusCode,
            RequestId = response.RequestId,
            Attempts = response.Attempts,
        };

    // The API sends an empty body or null where there is nothing to return.
    private static bool IsEmpty(ReadOnlySpan<byte> body) => Utf8Text.FirstCharacter(body) switch
    {
        '\0' => true,
        'n' => Utf8Text.Decode(body).Trim() == "null",
        _ => false,
    };

    private static OpperSerializationException EmptyResponse<T>(TransportResponse response, OpperRequest request) =>
        new(
            $"{request.Operation.Method} {request.Path} returned {(int)response.StatusCode} with {(response.Body.IsEmpty ? "an empty body" : "null")} "
            + $"where {TypeNames.Of(typeof(T))} was expected.{Id(response)}",
            Utf8Text.Decode(response.Body.Span))
        {
            TargetType = typeof(T),
            StatusCode = response.StatusCode,
            RequestId = response.RequestId,
            Attempts = response.Attempts,
        };

    public static OpperSerializationException NotReadable(TransportResponse response, OpperRequest request, JsonException exception, Type target)
    {
        var path = exception.Path;
        var isJson = Utf8Text.FirstCharacter(response.Received.Span) is '{' or '[' or '"' || exception.Message.StartsWith("Expected", StringComparison.Ordinal);
        var what = isJson
            ? $"with JSON that does not fit {TypeNames.Of(target)}{(string.IsNullOrEmpty(path) ? string.Empty : $" at '{path}'")}: {exception.Message}"
            : $"with something that is not JSON ({response.MediaType ?? "no content type"}).";
        return new OpperSerializationException($"{request.Operation.Method} {request.Path} returned {(int)response.StatusCode} {what} See "
            + $"RawBody.{Id(response)}", Utf8Text.Decode(response.Received.Span), exception)
        {
            JsonPath = isJson ? path : null,
            TargetType = target,
            StatusCode = response.StatusCode,
            RequestId = response.RequestId,
            Attempts = response.Attempts,
        };
    }

    private static string Id(TransportResponse response) => response.RequestId is { } id ? $" Request id: {id}." : string.Empty;
}

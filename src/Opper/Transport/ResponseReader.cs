using Newtonsoft.Json;

namespace Opper;

/// <summary>Reads a whole answer as the type of its operation.</summary>
internal static class ResponseReader
{
    public static T Read<T>(TransportResponse response, OpperRequest request)
    {
        if (response.Body.IsEmpty)
        {
            return EmptyValue<T>(response, request);
        }

        try
        {
            if (typeof(T) == typeof(CallResponse) && new CallResponse() is var call && CallResponseReader.TryRead(response.Body, call, out var payload))
            {
                call.JsonPayload = payload.IsEmpty ? null : OpperJson.ReadToken(payload);
                return (T)(object)call;
            }

            return PageReader.TryReadBareArray<T>(response.Body, out var page) ? page : OpperJson.Read<T>(response.Body) ?? EmptyValue<T>(response, request);
        }
        catch (Exception exception) when (exception is not OpperException)
        {
            throw NotReadable(response, request, exception, typeof(T));
        }
    }

    /// <summary>Whether a body can be an event stream; a missing or unusual content type is given the benefit of the doubt.</summary>
    public static bool LooksLikeStream(string? mediaType)
        => mediaType is not { } type
            || !(type.EndsWith("json", StringComparison.OrdinalIgnoreCase) || type.Equals("text/html", StringComparison.OrdinalIgnoreCase) || type.Equals("text/plain", StringComparison.OrdinalIgnoreCase));

    /// <summary>An answer that is longer than the client takes.</summary>
    public static OpperSerializationException TooLarge(HttpResponseMessage response, PooledBytes body, CallState state)
        => new(
            FormattableString.Invariant($"{state.Name} answered {(int)response.StatusCode} with a body of more than {nameof(OpperClientOptions.MaxResponseBytes)} ({state.Options.MaxResponseBytes:N0} bytes, counted after decompression). Raise it in {nameof(OpperClientOptions)} where such answers are expected. RawBody holds the beginning."),
            Utf8Text.Decode(body.Span.Slice(0, Math.Min(body.Length, BodyReader.MaxErrorBytes))))
        {
            StatusCode = response.StatusCode,
            RequestId = ResponseHeaders.RequestId(response),
            Attempts = state.Attempts,
        };

    /// <summary>A 2xx answer to a streaming operation that is no stream.</summary>
    public static OpperSerializationException NotAStream(TransportResponse response, OpperRequest request, ReadOnlySpan<byte> body)
        => new($"{request.Operation.Method} {request.Path} answered {(int)response.StatusCode} with {response.MediaType ?? "no content type"} {(response.Body.IsEmpty ? "that holds no event" : "instead of a stream")}. RawBody holds it.{Id(response)}", Utf8Text.Decode(body))
        {
            StatusCode = response.StatusCode,
            RequestId = response.RequestId,
            Attempts = response.Attempts,
        };

    // The API writes no body, or null, where it has nothing to say; that is a legal answer of the operations whose fields are all optional.
    private static T EmptyValue<T>(TransportResponse response, OpperRequest request)
    {
        if (typeof(T) == typeof(AddDocumentResponse))
        {
            return (T)(object)new AddDocumentResponse();
        }

        throw new OpperSerializationException(
            $"{request.Operation.Method} {request.Path} answered {(int)response.StatusCode} with {(response.Body.IsEmpty ? "an empty body" : "null")} where {typeof(T).Name} was expected.{Id(response)}",
            Utf8Text.Decode(response.Body.Span))
        {
            TargetType = typeof(T),
            StatusCode = response.StatusCode,
            RequestId = response.RequestId,
            Attempts = response.Attempts,
        };
    }

    private static OpperSerializationException NotReadable(TransportResponse response, OpperRequest request, Exception exception, Type target)
    {
        var path = exception switch
        {
            JsonReaderException reader => reader.Path,
            JsonSerializationException serialization => serialization.Path,
            _ => null,
        };
        var first = Utf8Text.FirstCharacter(response.Body.Span);
        var isJson = first is '{' or '[' or '"';
        // The serializer's own text may quote the value, so only its place is repeated.
        var what = isJson
            ? $"with JSON that does not fit {target.Name}{(string.IsNullOrEmpty(path) ? string.Empty : $" at '{path}'")}"
            : $"with something that is not JSON ({response.MediaType ?? "no content type"})";
        return new OpperSerializationException($"{request.Operation.Method} {request.Path} answered {(int)response.StatusCode} {what}. RawBody holds it all, InnerException says more.{Id(response)}", Utf8Text.Decode(response.Body.Span), exception)
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

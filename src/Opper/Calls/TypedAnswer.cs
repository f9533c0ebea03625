using Newtonsoft.Json;

namespace Opper;

/// <summary>Sends a call and reads its answer straight into the caller's type.</summary>
internal static class TypedAnswer
{
    public static async Task<CallResult<T>> SendAsync<T>(OpperPipeline pipeline, OpperRequest request, bool isWrapped, RequestOptions? options, CancellationToken cancellationToken)
    {
        using var response = await pipeline.ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
        if (typeof(T) == typeof(string))
        {
            var text = ResponseReader.Read<CallResponse>(response, request);
            return new CallResult<T>((T)(object)(text.Message ?? throw NoPayload<T>(response, request, "message")), text);
        }

        if (isWrapped)
        {
            var wrapped = ResponseReader.Read<Envelope<WrappedValue<T>>>(response, request, OpperJson.OutputSerializer, typeof(T));
            var value = (wrapped.Payload ?? throw NoPayload<T>(response, request, "json_payload")).Value;
            return value is not null || Nullable.GetUnderlyingType(typeof(T)) is not null
                ? new CallResult<T>(value!, wrapped)
                : throw NoPayload<T>(response, request, "json_payload.value");
        }

        var envelope = ResponseReader.Read<Envelope<T>>(response, request, OpperJson.OutputSerializer, typeof(T));
        return new CallResult<T>(envelope.Payload ?? throw NoPayload<T>(response, request, "json_payload"), envelope);
    }

    /// <summary>The schema to ask with: none for text.</summary>
    public static OpperSchema? SchemaOf<T>() => typeof(T) == typeof(string) ? null : OpperSchema.For<T>();

    private static OpperSerializationException NoPayload<T>(TransportResponse response, OpperRequest request, string field)
        => new($"{request.Operation.Method} {request.Path} answered without '{field}', so there is no {typeof(T).Name} to read. RawBody holds the answer.", Utf8Text.Decode(response.Body.Span))
        {
            JsonPath = field,
            TargetType = typeof(T),
            Expected = typeof(T).Name,
            Found = "nothing",
            RequestId = response.RequestId,
            Attempts = response.Attempts,
        };

    // Its own json_payload takes the place of the base's, which stays null.
    private sealed class Envelope<T> : CallResponse
    {
        [JsonProperty("json_payload")]
        public T? Payload { get; set; }
    }
}

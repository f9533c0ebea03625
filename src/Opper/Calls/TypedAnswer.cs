using Newtonsoft.Json;

namespace Opper;

/// <summary>Sends a call and reads its answer straight into the caller's type.</summary>
internal static class TypedAnswer
{
    public static async Task<CallResult<T>> SendAsync<T>(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        using var response = await pipeline.ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
        if (typeof(T) == typeof(string))
        {
            var text = ResponseReader.Read<CallResponse>(response, request);
            if (text.Message is { } message)
            {
                return new CallResult<T>((T)(object)message, text);
            }

            // A function whose output schema is that of a text.
            if (text.JsonPayload is null)
            {
                throw NoPayload<T>(response, request, "message");
            }
        }

        var result = Read<T>(response, request);
        if (new CallSettings(pipeline.Options, options).ValidatesAnswers && AnnotationValidator.Find(result.Value, StrictPayload.OfCall) is { } violation)
        {
            throw Tied(AnswerFailure.Invalid(Name(request), response.Body, typeof(T), violation), response);
        }

        return result;
    }

    public static OpperStream<T> Stream<T>(OpperPipeline pipeline, OpperRequest request, RequestOptions? options, CancellationToken cancellationToken)
    {
        var schema = typeof(T) == typeof(string) ? null : OpperSchema.TryFor(typeof(T));
        var answer = new PartialAnswer(typeof(T), schema is { IsWrapped: true }, PartialContext.Of(pipeline.Options));
        return new OpperStream<T>(
            new OpperStream(pipeline, request, options, answer, cancellationToken),
            schema,
            Name(request),
            new CallSettings(pipeline.Options, options).ValidatesAnswers);
    }

    /// <summary>The schema to ask with: none for text.</summary>
    public static OpperSchema? SchemaOf<T>() => typeof(T) == typeof(string) ? null : OpperSchema.For<T>();

    private static CallResult<T> Read<T>(TransportResponse response, OpperRequest request)
    {
        var schema = OpperSchema.TryFor(typeof(T));
        if (schema is { IsWrapped: true } && WrappedValue.IsIn(response.Body.Span))
        {
            var (wrapped, payload) = Read<T, WrappedValue<T>>(response, request, schema);
            var value = (payload ?? throw NoPayload<T>(response, request, StrictPayload.OfCall)).Value;
            return value is not null || Nullable.GetUnderlyingType(typeof(T)) is not null
                ? new CallResult<T>(value!, wrapped)
                : throw NoPayload<T>(response, request, StrictPayload.OfCall + "." + WrappedValue.PropertyName);
        }

        var (envelope, answer) = Read<T, T>(response, request, schema is { IsWrapped: true } ? null : schema);
        return new CallResult<T>(answer ?? throw NoPayload<T>(response, request, StrictPayload.OfCall), envelope);
    }

    private static (CallResponse Response, TPayload? Payload) Read<T, TPayload>(TransportResponse response, OpperRequest request, OpperSchema? schema)
    {
        var range = new PayloadRange();
        var envelope = ResponseReader.Read<CallResponse>(response, request, range);
        if (range.Length == 0)
        {
            return (envelope, default);
        }

        try
        {
            return (envelope, OpperJson.ReadOutput<TPayload>(response.Body.Slice(range.Start, range.Length), new StrictPayload(string.Empty, schema)));
        }
        catch (Exception exception) when (exception is not OpperException)
        {
            throw Tied(Failure<T, TPayload>(response, request, schema, exception), response);
        }
    }

    // Read again with its envelope, so that paths begin there. Not only the serializer's own exceptions: a constructor or setter may refuse a value too.
    private static OpperSerializationException Failure<T, TPayload>(TransportResponse response, OpperRequest request, OpperSchema? schema, Exception exception)
    {
        var payload = new StrictPayload(StrictPayload.OfCall, schema);
        try
        {
            OpperJson.ReadOutput<Envelope<TPayload>>(response.Body, payload);
        }
        catch (Exception again) when (again is not OpperException)
        {
            exception = again;
        }

        return AnswerFailure.Create(Name(request), response.Body, payload, typeof(T), exception);
    }

    private static string Name(OpperRequest request) => $"{request.Operation.Method} {request.Path}";

    private static OpperSerializationException Tied(OpperSerializationException exception, TransportResponse response)
    {
        exception.Attempts = response.Attempts;
        exception.RequestId = response.RequestId;
        return exception;
    }

    private static OpperSerializationException NoPayload<T>(TransportResponse response, OpperRequest request, string field)
        => Tied(
            new OpperSerializationException($"{Name(request)} answered {(field.Length == 0 ? "with nothing" : $"without '{field}'")}, so there is no {TypeNames.Of(typeof(T))} to read. RawBody holds the answer.", Utf8Text.Decode(response.Body.Span))
            {
                JsonPath = field,
                TargetType = typeof(T),
                Expected = TypeNames.Of(typeof(T)),
                Found = "nothing",
            },
            response);

    private sealed class Envelope<T>
    {
        [JsonProperty(StrictPayload.OfCall)]
        public T? Payload { get; set; }
    }
}

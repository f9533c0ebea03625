namespace Opper.Calls;

/// <summary>Sends calls and deserializes their results as the caller's type.</summary>
internal static class TypedCall
{
    public static async Task<CallResult<T>> SendAsync<T>(OpperPipeline pipeline, OpperRequest request, TypeSource source, RequestOptions? options,
        CancellationToken cancellationToken)
    {
        request = pipeline.Route(request, options);
        using var response = await pipeline.ExecuteAsync(request, options, cancellationToken).ConfigureAwait(false);
        try
        {
            return Read<T>(response, request, source, pipeline, options);
        }
        catch (OpperSerializationException exception)
        {
            exception.Attempts = response.Attempts;
            exception.RequestId = response.RequestId;
            throw;
        }
    }

    public static OpperStream<T> Stream<T>(OpperPipeline pipeline, OpperRequest request, TypeSource source, RequestOptions? options,
        CancellationToken cancellationToken)
    {
        var schema = typeof(T) == typeof(string) ? null : source.TryOutput(typeof(T));
        var answer = new PartialAnswer(typeof(T), source, schema is { IsWrapped: true }, PartialContext.Of(pipeline.Options));
        return new OpperStream<T>(
            new OpperStream(new EventStream(pipeline, request, options, cancellationToken), answer, reused: new StreamChunk()),
            source,
            schema,
            Name(request),
            new CallSettings(pipeline.Options, options).ValidatesOutputs);
    }

    private static CallResult<T> Read<T>(TransportResponse response, OpperRequest request, TypeSource source, OpperPipeline pipeline, RequestOptions? options)
    {
        var range = new PayloadRange();
        var envelope = ResponseReader.Read<CallResponse>(response, request, range);
        var payload = response.Body.Slice(range.Start, range.Length);
        if (typeof(T) == typeof(string) && envelope.Message is { } message)
        {
            return new CallResult<T>((T)(object)message, envelope);
        }

        var schema = source.TryOutput(typeof(T));
        var validates = new CallSettings(pipeline.Options, options).ValidatesOutputs;
        if (payload.IsEmpty)
        {
            // The model may have returned the JSON as text.
            return string.IsNullOrWhiteSpace(envelope.Message)
                ? throw Failure().Missing(typeof(T) == typeof(string) ? "message" : AnswerFailure.PayloadOfCall)
                : new CallResult<T>(FinalAnswer.Read<T>(envelope.Message!, Utf8Text.Decode(response.Received.Span),
                    $"{Name(request)}, without '{AnswerFailure.PayloadOfCall}',", "message", source, PartialContext.Of(pipeline.Options), validates), envelope);
        }

        T? value;
        try
        {
            value = TypedReader.Read<T>(payload, source, schema, schema is { IsWrapped: true });
        }
        catch (Exception exception) when (exception is not (OpperException or OutOfMemoryException))
        {
            // Constructors, setters and converters of the caller's type can throw any exception.
            throw Failure().Create(exception);
        }

        if (value is null && Nullable.GetUnderlyingType(typeof(T)) is null)
        {
            throw Failure().Missing(AnswerFailure.PayloadOfCall + (schema is { IsWrapped: true } ? "." + WrappedValue.PropertyName : string.Empty));
        }

        return validates && AnnotationValidator.Find(source, value, AnswerFailure.PayloadOfCall) is { } violation
            ? throw Failure().Invalid(violation)
            : new CallResult<T>(value!, envelope);

        AnswerFailure Failure() => new(Name(request), Utf8Text.Decode(response.Received.Span), payload, AnswerFailure.PayloadOfCall, schema, typeof(T));
    }

    private static string Name(OpperRequest request) => $"{request.Operation.Method} {request.Path}";
}
